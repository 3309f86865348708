import { LRUCache } from 'lru-cache'
import { isYounger, momentOf, type Moment } from '../age.ts'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import { useridKey } from '../userid.ts'

const minuteMs = 60_000
const mostRemembered = 5_000

/** Counts what each person asks for in a minute at this instance; the minute begins with the first. Throws `rate_limited` for more. */
export function createPersonLimit(perMinute: number, clock: Clock) {
  const counts = new LRUCache<string, { began: Moment; count: number }>({ max: mostRemembered })
  return (userid: string): void => {
    const key = useridKey(userid)
    const known = counts.get(key)
    const current = known && isYounger(known.began, minuteMs, clock) ? known : { began: momentOf(clock), count: 0 }
    if (current.count >= perMinute) throw new AppError('rate_limited', { retryAfterSeconds: minuteMs / 1000 })
    current.count += 1
    counts.set(key, current)
  }
}
