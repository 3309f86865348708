import type { Clock } from '../clock.ts'
import type { Seal } from '../secrets/seal.ts'
import type { OpeningStore } from '../store/store.ts'
import type { Opening } from './examine.ts'

/** Longer than an address can be taken: five minutes before its time, and five after it. */
const keptMs = 900_000

interface Deps {
  openings: Pick<OpeningStore, 'take'>
  seal: Pick<Seal, 'hashes'>
  clock: Clock
}

/**
 * Openings that have been used, at whichever instance. What tells one is whose its message is, of when, and under which key: the
 * rest, the friend and the time in the address and with a long private key the random number, somebody without the key could
 * change, and open it again.
 */
export function createOpenings({ openings, seal, clock }: Deps) {
  return {
    /** True the first time. */
    async take({ account, timestamp, key }: Opening): Promise<boolean> {
      const now = clock()
      const hashes = seal.hashes(JSON.stringify([account, timestamp, key]), 'qikeliao opening')
      return openings.take(hashes, { now, expiresAt: now + keptMs })
    },
  }
}

export type Openings = ReturnType<typeof createOpenings>
