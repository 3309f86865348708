import { sql } from 'kysely'
import type { Database, Databases } from '../schema.ts'

/** A few milliseconds at once, for SQLite's statements stop everything else. */
const rowsAtOnce = 250

type Key = [staffId: string, status: string, taskId: string]

const never = sql.lit(Number.MAX_SAFE_INTEGER)
const columns = sql`(field_task_staff.staff_id, field_task_staff.status, field_task_staff.task_id)`
const tuple = (key: Key) => sql`(${sql.join(key)})`

const untimed = (db: Database, after: Key) =>
  db
    .selectFrom('field_task_staff')
    .select(['staff_id', 'status', 'task_id'])
    .where('due_at', 'is', null)
    .where(sql<boolean>`${columns} > ${tuple(after)}`)
    .orderBy('staff_id')
    .orderBy('status')
    .orderBy('task_id')
    .limit(1)

/**
 * Fills the times of the rows of `field_task_staff` that are older than these columns. New rows get theirs from the database,
 * whichever version writes them: once all are filled, they stay so.
 */
export function createTaskTimes({ db, reads }: Pick<Databases, 'db' | 'reads'>) {
  const first: Key = ['', '', '']
  let done = first
  let isFilled = false

  return {
    async areFilled(): Promise<boolean> {
      isFilled ||= (await untimed(reads, first).executeTakeFirst()) === undefined
      return isFilled
    },

    async fill(): Promise<boolean> {
      const last =
        (await untimed(db, done)
          .offset(rowsAtOnce - 1)
          .executeTakeFirst()) ?? null
      const upTo = last ? sql`and ${columns} <= ${tuple([last.staff_id, last.status, last.task_id])}` : sql``
      await db.transaction().execute((trx) =>
        sql`update field_task_staff
          set due_at = coalesce(task.due_at, ${never}), created_at = coalesce(task.created_at, ${never})
          from field_tasks as task
          where task.task_id = field_task_staff.task_id and field_task_staff.due_at is null
            and ${columns} > ${tuple(done)} ${upTo}`.execute(trx),
      )
      done = last ? [last.staff_id, last.status, last.task_id] : first
      return last !== null
    },
  }
}
