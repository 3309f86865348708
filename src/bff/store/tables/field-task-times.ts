import { sql } from 'kysely'
import type { Databases, Dialect } from '../schema.ts'

/** A few milliseconds at once, for SQLite's statements stop everything else. */
const rowsAtOnce = 250

/** Stands for "no time" in `field_task_staff`, and sorts last. */
export const noTime = Number.MAX_SAFE_INTEGER

/** SQLite would read the whole table, not the index that holds these rows alone. */
const place = {
  sqlite: sql`field_task_staff indexed by field_task_staff_untimed`,
  postgres: sql`field_task_staff`,
}

export const untimedQuery = (dialect: Dialect, limit: number) =>
  sql`select staff_id, status, task_id from ${place[dialect]} where due_at is null limit ${limit}`

const timeOf = (column: 'due_at' | 'created_at') =>
  sql`coalesce((select ${sql.ref(column)} from field_tasks as task where task.task_id = field_task_staff.task_id), ${sql.lit(noTime)})`

/**
 * Fills the times of the rows of `field_task_staff` that are older than these columns. New rows get theirs from the database,
 * whichever version writes them: once all are filled, they stay so.
 */
export function createTaskTimes({ db, reads, dialect }: Pick<Databases, 'db' | 'reads' | 'dialect'>) {
  let isFilled = false

  return {
    async areFilled(): Promise<boolean> {
      isFilled ||= (await untimedQuery(dialect, 1).execute(reads)).rows.length === 0
      return isFilled
    },

    async fill(): Promise<boolean> {
      const { numAffectedRows = 0n } = await db.transaction().execute((trx) =>
        sql`update field_task_staff set due_at = ${timeOf('due_at')}, created_at = ${timeOf('created_at')}
          where (staff_id, status, task_id) in (${untimedQuery(dialect, rowsAtOnce)})`.execute(trx),
      )
      return numAffectedRows >= BigInt(rowsAtOnce)
    },
  }
}
