import type { MirrorOptions } from './options.ts'

/** Another instance took the lease while this one could not extend it. */
export class LeaseLost extends Error {}

export interface Lease {
  /** Aborted with a LeaseLost. */
  readonly signal: AbortSignal
  /** @throws LeaseLost */
  extend(): Promise<void>
  /** Settles when nothing can extend it any more. */
  end(): Promise<void>
}

type Held = Pick<MirrorOptions, 'name' | 'store' | 'clock' | 'owner' | 'leaseMs'>

/**
 * Extends a lease that is already held while the vendor takes its time, so that a lease may be much shorter than a page
 * takes and an instance that was killed is soon replaced.
 */
export function holdLease({ name, store, clock, owner, leaseMs }: Held): Lease {
  const lost = new AbortController()
  let extending: Promise<void> = Promise.resolve()

  async function extend(): Promise<void> {
    if (!(await store.leases.acquire(name, owner, clock(), leaseMs))) lost.abort(new LeaseLost(name))
  }

  // A store that does not answer is found out by the next page.
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
