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

/** Lets calls through by turns: so many at once, so many a second. Too long a queue is refused, and who leaves leaves it. */
export function createTurns(source: Upstream, policy: Pick<Policy, 'concurrency' | 'queue' | 'perSecond'>) {
  const { concurrency, perSecond } = policy
  const rate = perSecond > 0 ? { intervalCap: perSecond, interval: secondMs, strict: true } : {}
  const turns = new PQueue({ concurrency, ...rate })

  return async <T>({ operation, signal }: Turn, work: () => Promise<T>): Promise<T> => {
    const isFull = turns.size >= policy.queue && (turns.pending >= concurrency || turns.isRateLimited)
    if (isFull) {
      // As if the vendor had said it: what is known still holds, and is shown.
      const failure = { source, operation, reason: 'rate_limited', detail: 'queue: full' } as const
      throw new UpstreamError({ ...failure, retryAfterSeconds: 1 })
    }
    // Started when another call ends, it still belongs to the request that asked.
    return turns.add(AsyncResource.bind(work), { signal }).catch((error: unknown) => {
      throw signal.aborted ? new CallerLeft(signal) : error
    })
  }
}
