import { sql } from 'kysely'
import { changePairs } from '../engine/pairs.ts'
import { readIds } from '../engine/json.ts'
import { isOneOf, keysOf } from './put-field-tasks.ts'
import type { Database, Dialect, Writing } from '../schema.ts'
import type { UnseenTasks } from '../mirror-stores.ts'

/** Some ten milliseconds of work, so that others are answered in between. */
const atOnce = 200

/** A time after `until` is that of a clock that was ahead, and tells nothing. */
export const isUnseen = ({ since, until }: Pick<UnseenTasks, 'since' | 'until'>) =>
  sql<boolean>`(seen_at is null or seen_at < ${since} or seen_at > ${until})`

export const unseenQuery = (db: Database, unseen: UnseenTasks, isDeleted: 0 | 1) =>
  db
    .selectFrom('field_tasks')
    .select(['task_id', 'status', 'staff_ids'])
    .where('created_at', '>=', unseen.from)
    .where('created_at', '<', unseen.to)
    .where('is_deleted', '=', isDeleted)
    .where(isUnseen(unseen))
    .limit(atOnce)

/** Those that are kept as deleted go for good. */
async function purge(trx: Writing, dialect: Dialect, unseen: UnseenTasks): Promise<number> {
  const ids = (await unseenQuery(trx, unseen, 1).execute()).map((row) => row.task_id)
  if (ids.length > 0) await trx.deleteFrom('field_tasks').where(isOneOf(dialect, ids)).execute()
  return ids.length
}

/** Removes some of the unseen tasks; answers how many. */
export async function sweepFieldTasks(trx: Writing, dialect: Dialect, unseen: UnseenTasks): Promise<number> {
  const gone = await unseenQuery(trx, unseen, 0)
    .$if(dialect === 'postgres', (query) => query.forUpdate())
    .execute()
  if (gone.length === 0) return purge(trx, dialect, unseen)
  const ids = gone.map((row) => row.task_id)
  const emptied = { is_deleted: 1, customer_id: '', due_at: null, staff_ids: '[]', body: '{}' }
  await trx
    .updateTable('field_tasks')
    // As if this pass had told that it is deleted: it goes for good with a later one.
    .set({ ...emptied, seen_at: unseen.until })
    .where(isOneOf(dialect, ids))
    .execute()
  const keys = gone.map(({ task_id: id, status, staff_ids: staffIds }) => {
    return [id, keysOf({ isDeleted: false, status, staffIds: readIds(staffIds) })] as const
  })
  await changePairs(trx, dialect, {
    table: 'field_task_staff',
    before: new Map(keys),
    after: new Map(ids.map((id) => [id, []])),
  })
  return gone.length
}
