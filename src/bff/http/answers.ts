import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.ts'
import type { CountRead } from '../metrics/index.ts'

/** As long as what an answer may be given again. It is for one person and one address, whoever else may see the same. */
export interface Terms {
  /** The store's, read before anything that the answer was made of. */
  version: string
  /** Epoch ms: the first moment at which the clock alone would make another answer of it. */
  until: number
  /** Whether the person may still see it, by what is in memory. */
  holds(): boolean
}

interface Deps {
  store: { version(): Promise<string> }
  clock: Clock
  count?: CountRead | undefined
}

const maxBytes = 33_554_432
/** What is neither in the store nor bound to a time, such as the names of types, lags no longer than this. */
const longestMs = 30_000

/**
 * Answers that were checked and written out already. One is given again only while nothing at all has been written to the
 * store: so nobody has to tell which rows it came from, and it does not matter which instance wrote.
 */
export function createAnswers({ store, clock, count }: Deps) {
  const kept = new LRUCache<string, Terms & { body: Buffer }>({
    maxSize: maxBytes,
    sizeCalculation: ({ body }, key) => body.length + key.length,
  })

  return {
    /** Null where it has to be made anew. */
    async find(key: string): Promise<Buffer | null> {
      const answer = kept.get(key)
      if (!answer) return null
      // The version first: reading it takes time, in which the other two may end.
      const version = await store.version()
      const isGood = answer.version === version && answer.until > clock() && answer.holds()
      count?.(isGood)
      if (isGood) return answer.body
      kept.delete(key)
      return null
    },

    keep(key: string, body: Buffer, terms: Terms): void {
      const until = Math.min(terms.until, clock() + longestMs)
      kept.set(key, { ...terms, until, body })
    },
  }
}

export type Answers = ReturnType<typeof createAnswers>
