import { LeaseLost } from '../errors.ts'
import type { MirrorOptions } from './options.ts'

export interface Lease {
  /** Aborts with a LeaseLost. */
  readonly signal: AbortSignal
  /** @throws LeaseLost */
  extend(): Promise<void>
  /** Stops extending it; settles when no extension is under way. */
  end(): Promise<void>
}

type Held = Pick<MirrorOptions, 'name' | 'store' | 'owner' | 'leaseMs'>

/**
 * Extends a lease that is already held, again and again until `end`. So a lease may be much shorter than the reading of a
 * page, and an instance that was killed is soon replaced.
 */
export function holdLease({ name, store, owner, leaseMs }: Held): Lease {
  const lost = new AbortController()
  let extending: Promise<void> = Promise.resolve()

  async function extend(): Promise<void> {
    if (!(await store.leases.extend(name, owner, leaseMs))) lost.abort(new LeaseLost(name))
  }

  // If the store does not answer, keeping the next page fails.
  const timer = setInterval(() => (extending = extend().catch(() => {})), leaseMs / 3)
  timer.unref()
  return {
    signal: lost.signal,
    async extend() {
      await extend()
      lost.signal.throwIfAborted()
    },
    async end() {
      clearInterval(timer)
      await extending
    },
  }
}
