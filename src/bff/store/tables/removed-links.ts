import { skewMs } from '../../age.ts'
import type { Tables, Writing } from '../schema.ts'
import type { LinkKey } from '../store.ts'

/** How long a link that was taken away can be brought back. */
const keptMs = 30 * 86_400_000

interface Removal {
  by: string
  at: number
}

const ofContact = (trx: Writing, externalUserId: string, { source, sourceId }: LinkKey) =>
  trx
    .deleteFrom('links')
    .where('subject', '=', 'contact')
    .where('wecom_id', '=', externalUserId)
    .where('source', '=', source)
    .where('source_id', '=', sourceId)

/** A time in the future, written by a clock that was wrong, counts from now, so that it ends as well. */
export async function sweepRemoved(trx: Writing, now: number): Promise<void> {
  const future = trx.updateTable('removed_links').set({ removed_at: now })
  await future.where('removed_at', '>', now + skewMs).execute()
  await trx
    .deleteFrom('removed_links')
    .where('removed_at', '<=', now - keptMs)
    .execute()
}

/** True if there was one. */
export async function removeLink(
  trx: Writing,
  externalUserId: string,
  link: LinkKey,
  { by, at }: Removal,
): Promise<boolean> {
  await sweepRemoved(trx, at)
  const removed = await ofContact(trx, externalUserId, link).returningAll().executeTakeFirst()
  if (!removed) return false
  const { subject: _subject, ...kept } = removed
  const row: Tables['removed_links'] = { ...kept, removed_by: by, removed_at: at }
  await trx
    .insertInto('removed_links')
    .values(row)
    .onConflict((conflict) => conflict.columns(['wecom_id', 'source', 'source_id']).doUpdateSet(row))
    .execute()
  return true
}

/** As it was, in place of one that was made since. False where there is none. */
export async function restoreLink(trx: Writing, externalUserId: string, link: LinkKey, now: number): Promise<boolean> {
  await sweepRemoved(trx, now)
  const removed = await trx
    .deleteFrom('removed_links')
    .where('wecom_id', '=', externalUserId)
    .where('source', '=', link.source)
    .where('source_id', '=', link.sourceId)
    .returningAll()
    .executeTakeFirst()
  if (!removed) return false
  const { removed_by: _by, removed_at: _at, ...kept } = removed
  await ofContact(trx, externalUserId, link).execute()
  await trx
    .insertInto('links')
    .values({ subject: 'contact', ...kept })
    .execute()
  return true
}
