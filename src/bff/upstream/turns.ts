import { AsyncResource } from 'node:async_hooks'
import PQueue from 'p-queue'
import { UpstreamError, type Upstream } from '../errors.ts'
import { CallerLeft } from './caller-left.ts'
import type { Policy } from './policy.ts'
import { createRate } from './rate.ts'

interface Turn {
  operation: string
  signal: AbortSignal
}

/** Limits calls at once and per second. A call beyond the queue fails at once; one whose caller leaves is taken out of it. */
export function createTurns(source: Upstream, policy: Pick<Policy, 'concurrency' | 'queue' | 'perSecond'>) {
  const { concurrency, perSecond } = policy
  const turns = new PQueue({ concurrency })
  const rate = createRate(perSecond)

  return async <T>({ operation, signal }: Turn, work: () => Promise<T>): Promise<T> => {
    const isFull = turns.size + rate.waiting() >= policy.queue && (turns.pending >= concurrency || rate.isUsedUp())
    if (isFull) {
      // The same failure as a vendor's rate limit, so that what is known is shown with it.
      const failure = { source, operation, reason: 'rate_limited', detail: 'queue: full' } as const
      throw new UpstreamError({ ...failure, retryAfterSeconds: 1 })
    }
    // Keeps the request's context: the call may start when another request's call ends.
    const begin = AsyncResource.bind(async () => {
      await rate.take(signal)
      return work()
    })
    return turns.add(begin, { signal }).catch((error: unknown) => {
      throw signal.aborted ? new CallerLeft(signal) : error
    })
  }
}
