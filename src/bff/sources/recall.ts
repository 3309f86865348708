import { LRUCache } from 'lru-cache'
import { abortable } from '../concurrency/abortable.ts'
import { isYounger, lateMs, momentOf, type Moment } from '../age.ts'
import { refreshMs, type Clock } from '../clock.ts'
import type { CountRead } from '../metrics/index.ts'
import { inTurns } from '../concurrency/in-turns.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'

/** What the vendor said last. */
export interface Recalled<T> {
  value: T
  /** Epoch ms, to be shown. */
  fetchedAt: number
  fetched: Moment
  /** When it was last asked, and why that failed. */
  tried: Moment
  problem: Error | null
  /** Of what the answer depends on, as it was known before the vendor was asked. */
  version: string
}

interface Options {
  clock: Clock
  /** The longest that the vendor may take. */
  askMs: number
  count?: CountRead | undefined
  /** A failure after which the last answer must not be used any more. */
  isEnd?: (error: unknown) => boolean
}

interface Ask {
  /** The person whose answer it is, and which of their answers: all of a person's are forgotten together. */
  who: string
  key?: string
  olderThanMs?: number | undefined
  /** Of what the answer depends on: one from another version is asked for again, and a question under way from another is not shared. */
  version?: string
  signal: AbortSignal
}

const freshMs = 30_000
/** The age from which on an answer is not called fresh. */
export const recallLateMs = lateMs(freshMs)
/** More people than one instance serves at once. */
const maxAnswers = 10_000
/** The size of all answers together, as JSON: rows may be of any length. */
const maxCharacters = 50_000_000

const nameOf = ({ who, key = '' }: Pick<Ask, 'who' | 'key'>): string => `${who}\n${key}`

/** As JSON. An answer holds lists, of thousands of rows. */
async function sizeOf(value: object): Promise<number> {
  let size = 1
  for (const entry of Object.values(value)) {
    const entries: unknown[] = Array.isArray(entry) ? entry : [entry]
    const lengths = await inTurns(entries, (some) => some.map((each) => (JSON.stringify(each) ?? '').length))
    for (const length of lengths) size += length
  }
  return size
}

/** Remembers a vendor's answers for 30 s, shares running questions, and keeps the last answer beside a failure. */
export function createRecall<T extends object>({ clock, askMs, count, isEnd = () => false }: Options) {
  const known = new LRUCache<string, Recalled<T>>({
    max: maxAnswers,
    maxSize: maxCharacters,
  })
  const sizes = new WeakMap<T, number>()
  const once = createSingleFlight()
  /** Grows with each `forget`: an answer under way then may be out of date. */
  let forgettings = 0

  async function renew(name: string, version: string, work: (signal: AbortSignal) => Promise<T>): Promise<Recalled<T>> {
    const last = known.get(name)
    const before = forgettings
    // Another question of a later version may have been answered meanwhile.
    const isCurrent = () => before === forgettings && (known.get(name) ?? last) === last
    try {
      const value = await work(AbortSignal.timeout(askMs))
      const now = momentOf(clock)
      const next = { value, fetchedAt: now.wall, fetched: now, tried: now, problem: null, version }
      const size = await sizeOf(value)
      sizes.set(value, size)
      if (isCurrent()) known.set(name, next, { size })
      return next
    } catch (error) {
      if (isEnd(error)) known.delete(name)
      if (isEnd(error) || !last || before !== forgettings || !(error instanceof Error)) throw error
      const next = { ...last, tried: momentOf(clock), problem: error, version }
      if (isCurrent()) known.set(name, next, { size: sizes.get(last.value) ?? 1 })
      return next
    }
  }

  return {
    /** Without asking the vendor, whatever its age. */
    last: (ask: Pick<Ask, 'who' | 'key'>): Recalled<T> | undefined => known.get(nameOf(ask)),

    /** @throws what the work throws, where nothing is known */
    async ask(
      { olderThanMs = freshMs, version = '', signal, ...ask }: Ask,
      work: (signal: AbortSignal) => Promise<T>,
    ): Promise<Recalled<T>> {
      const name = nameOf(ask)
      const last = known.get(name)
      // After a failure the vendor is soon asked again.
      const maxAgeMs = last?.problem ? Math.min(refreshMs, olderThanMs) : olderThanMs
      const isFresh = last?.version === version && isYounger(last.tried, maxAgeMs, clock)
      count?.(isFresh)
      if (isFresh) return last
      return abortable(
        once(`${forgettings} ${version} ${name}`, () => renew(name, version, work)),
        signal,
      )
    },

    /** Forgets this person's answers, those under way included; the next call asks the vendor. */
    forget(who: string): void {
      forgettings += 1
      for (const name of known.keys()) if (name.startsWith(`${who}\n`)) known.delete(name)
    },
  }
}
