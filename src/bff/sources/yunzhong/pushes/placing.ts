import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { abortable } from '../../../concurrency/abortable.ts'
import type { Clock } from '../../../clock.ts'
import { UpstreamError } from '../../../errors.ts'
import { createSingleFlight } from '../../../concurrency/single-flight.ts'
import type { LeaseStore, PlacementStore } from '../../../store/store.ts'
import type { Subject } from '../client.ts'

/** One salesperson's pushes about one subject, which the caller has authorised. */
export interface PushQuery {
  userid: string
  subject: Subject
}

export interface PlacingDeps {
  placements: PlacementStore
  leases: LeaseStore
  clock: Clock
  /** Checks the push and tells the vendor. */
  mark(question: PushQuery, pushId: string, key: string, signal: AbortSignal): Promise<void>
}

const markMs = 12_000
/** Longer than a mark takes, so that no second one begins while the first may still arrive. */
const leaseMs = 20_000
const pollMs = 100

/**
 * Marks each piece once, however often and at whichever instance it is tapped. A mark that the vendor did not confirm is not kept:
 * the next tap asks again.
 */
export function createPlacing({ placements, leases, clock, mark }: PlacingDeps) {
  const once = createSingleFlight()

  async function isPlaced(userid: string, pushId: string, key: string): Promise<boolean> {
    const placed = (await placements.of(userid, [pushId])).get(pushId)
    return placed !== undefined && (placed.has(key) || placed.has('all'))
  }

  /** Waits while another instance marks a piece of the same push. */
  async function hold(name: string, owner: string, signal: AbortSignal): Promise<void> {
    while (!(await leases.acquire(name, owner, leaseMs))) {
      if (signal.aborted) throw new UpstreamError({ source: 'yunzhong', operation: 'send', reason: 'timeout' })
      await delay(pollMs)
    }
  }

  async function placeOnce(question: PushQuery, pushId: string, key: string): Promise<boolean> {
    const { userid } = question
    if (await isPlaced(userid, pushId, key)) return false
    const signal = AbortSignal.timeout(markMs)
    const name = `yunzhong:place:${userid}:${pushId}`
    const owner = randomUUID()
    await hold(name, owner, signal)
    try {
      if (await isPlaced(userid, pushId, key)) return false
      await mark(question, pushId, key, signal)
      await placements.put(userid, pushId, key, clock())
      return true
    } finally {
      await leases.release(name, owner)
    }
  }

  return {
    place(question: PushQuery, { pushId, key }: { pushId: string; key: string }, signal: AbortSignal) {
      const name = `${question.userid} ${pushId} ${key}`
      return abortable(
        once(name, () => placeOnce(question, pushId, key)),
        signal,
      )
    },
  }
}
