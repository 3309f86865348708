import { changePairs } from '../engine/pairs.ts'
import { isOneOf, keptRows, putSightings } from './put-field-tasks.ts'
import type { Dialect, Writing } from '../schema.ts'

const emptied = { is_deleted: 1, customer_id: '', due_at: null, staff_ids: '[]', body: '{}' }

/** Keeps these as deleted, without their content. */
export async function hideFieldTasks(
  trx: Writing,
  dialect: Dialect,
  ids: readonly string[],
  seenAt: number,
): Promise<void> {
  const kept = await keptRows(trx, dialect, ids)
  await trx.updateTable('field_tasks').set(emptied).where(isOneOf(dialect, ids)).execute()
  await changePairs(trx, dialect, {
    table: 'field_task_staff',
    before: new Map([...kept].map(([id, { keys }]) => [id, keys])),
    after: new Map(ids.map((id) => [id, []])),
  })
  // As if the vendor had told that they are deleted: they go for good with a later pass.
  await putSightings(trx, dialect, ids, seenAt)
}

/** Removes for good which of these are kept as deleted. */
export async function purgeFieldTasks(trx: Writing, dialect: Dialect, ids: readonly string[]): Promise<void> {
  await trx.deleteFrom('field_tasks').where(isOneOf(dialect, ids)).where('is_deleted', '=', 1).execute()
}
