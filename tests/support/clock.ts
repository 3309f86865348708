import type { Clock } from '../../src/bff/clock.ts'

/** A clock of the BFF whose stopwatch goes with its time. */
export const clockOf = (now: () => number): Clock => Object.assign(() => now(), { steady: () => now() })

/** A clock that tests move by hand. It begins on the afternoon on which the vendors' pages were written. */
export function createTestClock(at = Date.parse('2024-08-07T15:30:00+08:00')) {
  let now = at
  let steady = 0
  return {
    clock: Object.assign(() => now, { steady: () => steady }),
    now: () => now,
    pass(ms: number) {
      now += ms
      steady += ms
    },
    /** Somebody sets the system's time, or a suspended machine wakes: the stopwatch did not move. */
    jump(ms: number) {
      now += ms
    },
  }
}
