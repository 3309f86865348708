import { msLeft, spanOf, type Span } from '../age.ts'
import type { Clock } from '../clock.ts'
import { UpstreamError } from '../errors.ts'

const hourMs = 3_600_000

/** Remembers until when a vendor wants no calls, after `Retry-After` or a rate limit of its own. */
export function createPause(pauseMs: number, clock: Clock) {
  const pauses = new Map<string, Span>()
  return {
    /** Seconds until this may be asked again; 0 for now. */
    secondsLeft(key: string): number {
      const pause = pauses.get(key)
      return pause ? msLeft(pause, clock) / 1000 : 0
    },

    heed(key: string, error: unknown): void {
      if (!(error instanceof UpstreamError)) return
      const { reason, retryAfterSeconds } = error
      if (reason !== 'rate_limited' && retryAfterSeconds === undefined) return
      const askedMs = retryAfterSeconds === undefined ? pauseMs : retryAfterSeconds * 1000
      pauses.set(key, spanOf(Math.min(askedMs, hourMs), clock))
    },
  }
}
