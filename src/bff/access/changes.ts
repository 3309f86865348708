import { momentOf, skewMs } from '../age.ts'
import type { Clock } from '../clock.ts'
import { createSharedReading } from '../concurrency/shared-reading.ts'
import type { ChangeStore } from '../store/store.ts'
import { useridKey } from '../userid.ts'

/**
 * What WeCom reported has changed. What is kept of a subject holds only while its change is still the one that was known
 * before WeCom was asked: so no clock matters, and an answer that was on its way during the change is not used.
 */
export interface Changes {
  /** The last change of each subject that has one. */
  of(subjects: readonly string[]): Promise<ReadonlyMap<string, number>>
}

export interface ChangeLog extends Changes {
  mark(subject: string): Promise<void>
}

/** Longer than any answer from before a change is used. */
const keptMs = 2 * 3_600_000
const sweepMs = 600_000
const lagMs = 60_000
const beliefMs = 10_000

/** What the order system tells of is marked apart from what WeCom tells of the same contact: neither says anything of the other. */
export const orderKeys = {
  contact: (externalUserId: string): string => `orders of ${externalUserId}`,
  customer: (customerId: string): string => `orders by ${customerId}`,
}

/** The version of what the order system knows of a contact, who may be these of its customers: another text with each change. */
export const changedAtOf =
  (changes: Changes, externalUserId: string) =>
  async (customerIds: readonly string[]): Promise<string> => {
    const keys = [orderKeys.contact(externalUserId), ...customerIds.map(orderKeys.customer)]
    const changed = await changes.of(keys)
    return [...changed]
      .map((change) => change.join(' '))
      .toSorted()
      .join('\n')
  }

/** The key of a salesperson's list of groups. */
export const groupListKey = (userid: string): string => `groups of ${useridKey(userid)}`

/**
 * WeCom's answers may lag behind its own events [docs/vendors/wecom.md#groups]: what it answers within a minute of one
 * is soon read again.
 */
export function usableMs(known: { at: number; changedAt: number | null }, usualMs: number): number {
  const isFresh = known.changedAt !== null && known.at - known.changedAt < lagMs
  return isFresh ? Math.min(usualMs, beliefMs) : usualMs
}

/** Without callbacks there are no changes to read: the ages of the caches alone bound how long an answer is used. */
export const noChanges: Changes = { of: async () => new Map() }

/** Changes that all instances share. They are kept as long as any instance may cache an answer from before. */
export function createChanges({ changes, clock }: { changes: ChangeStore; clock: Clock }): ChangeLog {
  let swept = momentOf(clock)

  async function sweep(): Promise<void> {
    const now = momentOf(clock)
    const [byWall, bySteady] = [now.wall - swept.wall, now.steady - swept.steady]
    // Where the system's time was set meanwhile, what was marked a minute ago may look old, or what is old new: next time.
    const wasSet = Math.abs(byWall - bySteady) > skewMs
    if (!wasSet && bySteady < sweepMs) return
    swept = now
    if (!wasSet) await changes.sweep(keptMs)
  }

  return {
    // A list of work asks about each of its contacts at the same time.
    of: createSharedReading(changes.of),
    async mark(subject) {
      await changes.mark(subject, clock())
      await sweep()
    },
  }
}
