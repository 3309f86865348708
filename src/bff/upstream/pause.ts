import type { Clock } from '../clock.ts'
import { UpstreamError } from '../errors.ts'

const hourMs = 3_600_000

/** Remembers until when a vendor wants no calls, after `Retry-After` or a rate limit of its own. */
export function createPause(pauseMs: number, clock: Clock) {
  const until = new Map<string, number>()
  return {
    /** Seconds until this may be asked again; 0 for now. */
    secondsLeft: (key: string): number => Math.max(0, (until.get(key) ?? -Infinity) - clock()) / 1000,

    heed(key: string, error: unknown): void {
      if (!(error instanceof UpstreamError)) return
      const { reason, retryAfterSeconds } = error
      if (reason !== 'rate_limited' && retryAfterSeconds === undefined) return
      const askedMs = retryAfterSeconds === undefined ? pauseMs : retryAfterSeconds * 1000
      until.set(key, clock() + Math.min(askedMs, hourMs))
    },
  }
}
