import { sql } from 'kysely'
import { isUnseen, sweepFieldTasks } from './sweep-field-tasks.ts'
import { saveMirror } from './mirrors.ts'
import type { Database, Databases, Tables } from '../schema.ts'
import type { FieldTaskWindow, FieldTaskWindowStore, UnseenCount, UnseenTasks } from '../mirror-stores.ts'

const toWindow = (row: Tables['field_task_windows']): FieldTaskWindow => ({
  fromDay: row.from_day,
  readAt: row.read_at,
  rows: row.row_count,
  calls: row.calls,
  isSettled: row.is_settled === 1,
  doubtfulSince: row.doubtful_since,
})

const toRow = (window: FieldTaskWindow): Tables['field_task_windows'] => ({
  from_day: window.fromDay,
  read_at: window.readAt,
  row_count: window.rows,
  calls: window.calls,
  is_settled: window.isSettled ? 1 : 0,
  doubtful_since: window.doubtfulSince,
})

/** Reads the index alone: a window may hold tens of thousands of tasks. */
export function countUnseenQuery(db: Database, unseen: UnseenTasks) {
  const isMissing = sql`is_deleted = 0 and ${isUnseen(unseen)}`
  return db
    .selectFrom('field_tasks')
    .select([
      sql<number>`coalesce(sum(1 - is_deleted), 0)`.as('shown'),
      sql<number>`coalesce(sum(case when ${isMissing} then 1 else 0 end), 0)`.as('unseen'),
      sql<number>`coalesce(sum(case when is_deleted = 1 and ${isUnseen(unseen)} then 1 else 0 end), 0)`.as('deleted'),
      sql<number | null>`min(case when ${isMissing} then created_at end)`.as('first'),
      sql<number | null>`max(case when ${isMissing} then created_at end)`.as('last'),
    ])
    .where('created_at', '>=', unseen.from)
    .where('created_at', '<', unseen.to)
}

/** When tasks were last read by the days of their creation, and what those readings did not tell. */
export function createFieldTaskWindowStore({ db, reads, dialect }: Databases): FieldTaskWindowStore {
  return {
    async all() {
      const rows = await reads.selectFrom('field_task_windows').selectAll().orderBy('from_day').execute()
      return rows.map(toWindow)
    },

    async isDoubtful() {
      const doubtful = reads.selectFrom('field_task_windows').select('from_day').where('doubtful_since', 'is not', null)
      return (await doubtful.limit(1).executeTakeFirst()) !== undefined
    },

    put: (window, state) =>
      db.transaction().execute(async (trx) => {
        const row = toRow(window)
        await trx
          .insertInto('field_task_windows')
          .values(row)
          .onConflict((conflict) => conflict.column('from_day').doUpdateSet(row))
          .execute()
        await saveMirror(trx, state)
      }),

    forget: (fromDays, state) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('field_task_windows').where('from_day', 'in', fromDays).execute()
        await saveMirror(trx, state)
      }),

    count: (unseen): Promise<UnseenCount> => countUnseenQuery(reads, unseen).executeTakeFirstOrThrow(),

    sweep: (unseen, state) =>
      db.transaction().execute(async (trx) => {
        const swept = await sweepFieldTasks(trx, dialect, unseen)
        await saveMirror(trx, state)
        return swept
      }),
  }
}
