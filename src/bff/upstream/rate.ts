import { setTimeout as delay } from 'node:timers/promises'

const secondMs = 1000

/**
 * At most `perSecond` starts within any second; 0 for no limit. By a stopwatch: a limit that goes by the wall clock, as
 * p-queue's does, stands still for as long as that clock was set back.
 */
export function createRate(perSecond: number, steady: () => number = () => performance.now()) {
  /** When the last ones began, the earliest first. */
  const begun: number[] = []
  let waiting = 0

  /** Until the next one may begin; 0 for now. */
  function msUntilFree(): number {
    const [earliest = -Infinity] = begun
    return begun.length < perSecond ? 0 : Math.max(0, earliest + secondMs - steady())
  }

  return {
    isUsedUp: (): boolean => msUntilFree() > 0,
    waiting: (): number => waiting,

    /** Settles when the caller may begin. @throws the signal's reason */
    async take(signal: AbortSignal): Promise<void> {
      if (perSecond === 0) return
      waiting += 1
      try {
        // A timer may be a little early.
        for (let ms = msUntilFree(); ms > 0; ms = msUntilFree()) await delay(Math.ceil(ms), undefined, { signal })
      } finally {
        waiting -= 1
      }
      if (begun.length >= perSecond) begun.shift()
      begun.push(steady())
    },
  }
}
