import { LRUCache } from 'lru-cache'
import { abortable } from '../../abortable.ts'
import type { Clock } from '../../clock.ts'
import type { CountRead } from '../../metrics/index.ts'
import { createSingleFlight } from '../../single-flight.ts'
import { isNotConnected } from './sessions.ts'

/** What the vendor said last. */
export interface Recalled<T> {
  value: T
  fetchedAt: number
  /** When it was last asked, and why that failed. */
  triedAt: number
  problem: Error | null
}

interface Ask {
  /** Who asks, and in which session of his: both are forgotten together. */
  userid: string
  key: string
  olderThanMs?: number
  signal: AbortSignal
}

const freshMs = 30_000
export const refreshMs = 10_000
const askMs = 12_000
/** Of everybody's answers together, as JSON: rows may be of any length. */
const maxCharacters = 50_000_000

/** Remembers answers for 30 s, shares running questions, and keeps the last answer beside a failure. */
export function createRecall<T extends object>(clock: Clock, count?: CountRead) {
  const known = new LRUCache<string, Recalled<T>>({
    max: 1000,
    maxSize: maxCharacters,
    sizeCalculation: ({ value }) => JSON.stringify(value).length,
  })
  const once = createSingleFlight()

  async function renew(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<Recalled<T>> {
    const last = known.get(name)
    try {
      const value = await work(AbortSignal.timeout(askMs))
      const next = { value, fetchedAt: clock(), triedAt: clock(), problem: null }
      known.set(name, next)
      return next
    } catch (error) {
      // A session that is over ends what was known through it.
      if (isNotConnected(error)) known.delete(name)
      if (isNotConnected(error) || !last || !(error instanceof Error)) throw error
      const next = { ...last, triedAt: clock(), problem: error }
      known.set(name, next)
      return next
    }
  }

  return {
    /** @throws what the work throws, where nothing is known */
    async ask(
      { userid, key, olderThanMs = freshMs, signal }: Ask,
      work: (signal: AbortSignal) => Promise<T>,
    ): Promise<Recalled<T>> {
      const name = `${userid}\n${key}`
      const last = known.get(name)
      const maxAgeMs = last?.problem ? Math.min(refreshMs, olderThanMs) : olderThanMs
      const isFresh = last !== undefined && clock() - last.triedAt < maxAgeMs
      count?.(isFresh)
      if (isFresh) return last
      return abortable(
        once(name, () => renew(name, work)),
        signal,
      )
    },

    /** What this person was told is not true any more. */
    forget(userid: string): void {
      for (const name of known.keys()) if (name.startsWith(`${userid}\n`)) known.delete(name)
    },
  }
}
