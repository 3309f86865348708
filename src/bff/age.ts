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
  const byWall = clock() - moment.wall
  return clock.steady() - moment.steady < limitMs && byWall >= 0 && byWall < limitMs
}

/** How far the clocks of two machines may be apart. */
export const skewMs = 60_000

/** Of a stored or signed time: true only where it lies in the past, but for the skew, and is younger than `limitMs`. */
export function isRecent(at: number, limitMs: number, now: number): boolean {
  return now - at < limitMs && !isFuture(at, now)
}

/** A stored or signed time that no right clock wrote: it counts as unknown. */
export const isFuture = (at: number, now: number): boolean => at - now > skewMs
