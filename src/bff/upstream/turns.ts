import { AsyncResource } from 'node:async_hooks'
import PQueue from 'p-queue'
import { UpstreamError, type Upstream } from '../errors.ts'
import { CallerLeft } from './caller-left.ts'
import type { Policy } from './policy.ts'

const secondMs = 1000

interface Turn {
  operation: string
  signal: AbortSignal
}

/** Limits calls at once and per second. A call beyond the queue fails at once; one whose caller leaves is taken out of it. */
export function createTurns(source: Upstream, policy: Pick<Policy, 'concurrency' | 'queue' | 'perSecond'>) {
  const { concurrency, perSecond } = policy
  const rate = perSecond > 0 ? { intervalCap: perSecond, interval: secondMs, strict: true } : {}
  const turns = new PQueue({ concurrency, ...rate })

  return async <T>({ operation, signal }: Turn, work: () => Promise<T>): Promise<T> => {
    const isFull = turns.size >= policy.queue && (turns.pending >= concurrency || turns.isRateLimited)
    if (isFull) {
      // The same failure as a vendor's rate limit, so that what is known is shown with it.
      const failure = { source, operation, reason: 'rate_limited', detail: 'queue: full' } as const
      throw new UpstreamError({ ...failure, retryAfterSeconds: 1 })
    }
    // Keeps the request's context: the call may start when another request's call ends.
    return turns.add(AsyncResource.bind(work), { signal }).catch((error: unknown) => {
      throw signal.aborted ? new CallerLeft(signal) : error
    })
  }
}
