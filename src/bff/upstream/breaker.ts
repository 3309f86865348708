import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel'
import { msLeft, spanOf, type Span } from '../age.ts'
import type { Clock } from '../clock.ts'
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
export function createBreaker({ breakAfter, breakMs }: Pick<Policy, 'breakAfter' | 'breakMs'>, clock: Clock) {
  const isProbing = (): boolean => breaker.state === CircuitState.HalfOpen
  // A caller who leaves during the probe leaves its result open; at other times leaving is not a failure.
  const isFailure = (error: Error): boolean => isAway(error) || (error instanceof CallerLeft && isProbing())
  const breaker = circuitBreaker(handleWhen(isFailure), {
    // How long it stays open is `secondsShut`, which comes first: the library goes by the wall clock, which may be set back.
    halfOpenAfter: -Infinity,
    breaker: new ConsecutiveBreaker(breakAfter),
  })
  let shut: Span | null = null
  breaker.onBreak(() => (shut = spanOf(breakMs, clock)))

  return {
    state: (): BreakerState => names[breaker.state],

    /** Seconds until a call may go through; 0 for now. */
    secondsShut(): number {
      if (isProbing()) return probeSeconds
      return breaker.state === CircuitState.Open && shut ? msLeft(shut, clock) / 1000 : 0
    },

    /** To be called only when `secondsShut` is 0. */
    execute: <T>(work: () => Promise<T>): Promise<T> => breaker.execute(work),
  }
}
