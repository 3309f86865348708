import type { Clock } from './clock.ts'

/** When something was learnt, by both clocks. For what is remembered in memory. */
export interface Moment {
  wall: number
  steady: number
}

export const momentOf = (clock: Clock): Moment => ({ wall: clock(), steady: clock.steady() })

/**
 * Younger than `limitMs` by both clocks. The wall clock alone may be set back, and the steady one stands still while a
 * machine is suspended.
 */
export function isYounger(moment: Moment, limitMs: number, clock: Clock): boolean {
  return msLeft({ since: moment, ms: limitMs }, clock) > 0
}

/** What holds for a while: a pause, a refusal, a token. */
export interface Span {
  since: Moment
  ms: number
}

export const spanOf = (ms: number, clock: Clock): Span => ({ since: momentOf(clock), ms })

/** How long it still holds; 0 as soon as one of the two clocks says that it is over, or that it has yet to begin. */
export function msLeft({ since, ms }: Span, clock: Clock): number {
  const byWall = clock() - since.wall
  const bySteady = clock.steady() - since.steady
  return byWall < 0 ? 0 : Math.max(0, ms - Math.max(byWall, bySteady))
}

/** How far the clocks of two machines may be apart. */
export const skewMs = 60_000

/** Of a stored or signed time: true only where it lies in the past, but for the skew, and is younger than `limitMs`. */
export function isRecent(at: number, limitMs: number, now: number): boolean {
  return now - at < limitMs && !isFuture(at, now)
}

/** A stored or signed time that no right clock wrote: it counts as unknown. */
export const isFuture = (at: number, now: number): boolean => at - now > skewMs

/** The same time, or null where it lies in the future. */
export const knownTime = (at: number | null, now: number): number | null =>
  at === null || isFuture(at, now) ? null : at

const shortestLateMs = 600_000

/** From which age on what is read every `intervalMs` is not called fresh any more. */
export const lateMs = (intervalMs: number): number => Math.max(5 * intervalMs, shortestLateMs)
