import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel'
import { UpstreamError } from '../errors.ts'
import { CallerLeft } from './caller-left.ts'
import type { Policy } from './policy.ts'

export type BreakerState = 'closed' | 'open' | 'half-open'

const names: Record<CircuitState, BreakerState> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
}

/** How long calls wait for the result of the probe. */
const probeSeconds = 1

/**
 * The vendor is down. A refusal, an expired credential or a login page concerns one person or one
 * account, and shows that the vendor is up.
 */
const isAway = (error: unknown): boolean =>
  error instanceof UpstreamError && (error.reason === 'unreachable' || error.reason === 'timeout')

/** Sends nothing to a vendor that failed again and again; later lets one call through, which decides. */
export function createBreaker({ breakAfter, breakMs }: Pick<Policy, 'breakAfter' | 'breakMs'>) {
  const isProbing = (): boolean => breaker.state === CircuitState.HalfOpen
  // A caller who leaves during the probe leaves its result open; at other times leaving is not a failure.
  const isFailure = (error: Error): boolean => isAway(error) || (error instanceof CallerLeft && isProbing())
  const breaker = circuitBreaker(handleWhen(isFailure), {
    halfOpenAfter: breakMs,
    breaker: new ConsecutiveBreaker(breakAfter),
  })
  // The library's own time, not the clock that is passed in.
  let probeAt = 0
  breaker.onBreak(() => (probeAt = Date.now() + breakMs))

  return {
    state: (): BreakerState => names[breaker.state],

    /** Seconds until a call may go through; 0 for now. */
    secondsShut(): number {
      if (isProbing()) return probeSeconds
      return breaker.state === CircuitState.Open ? Math.max(0, probeAt - Date.now()) / 1000 : 0
    },

    execute: <T>(work: () => Promise<T>): Promise<T> => breaker.execute(work),
  }
}
