import { skewMs } from '../../age.ts'
import type { MirrorContext } from '../../mirror/mirror.ts'
import type { Unseen } from '../../store/mirror-stores.ts'
import { Reading } from './reading.ts'

/** Of so many who were known, how many are not told any more. */
interface Loss {
  lost: number
  of: number
}

type HeldBack = Reading['held']

/** Whom the reading before did not tell, and nobody has removed yet. */
export const heldBefore = ({ checkpoint }: Pick<MirrorContext, 'checkpoint'>): HeldBack =>
  Reading.safeParse(checkpoint).data?.held ?? null

const believable = 5

/** More than is believed of one reading. */
const isTooMuch = ({ lost, of }: Loss): boolean => lost >= believable && lost * 10 > of

/** How many of those who were known before a list does not tell. */
export function lossOf(known: Iterable<string>, told: ReadonlySet<string>): Loss {
  const before = [...known]
  return { lost: before.filter((id) => !told.has(id)).length, of: before.length }
}

/**
 * Removes whom a whole list does not tell any more. If they are too many at once, only those whom the next one does not
 * tell either. Gives who is held back until then.
 */
export async function removeLost(
  context: MirrorContext,
  loss: Loss,
  remove: (unseen: Unseen) => Promise<number>,
): Promise<HeldBack> {
  const { startedAt, clock } = context
  const before = heldBefore(context)
  if (isTooMuch(loss) && !before) return { people: loss.lost, since: startedAt }
  const since = isTooMuch(loss) && before ? before.since : startedAt
  const removed = await remove({ before: since, after: Math.max(startedAt, clock()) + skewMs })
  return removed < loss.lost ? { people: loss.lost - removed, since: startedAt } : null
}
