import { setImmediate as turnOver } from 'node:timers/promises'

const atOnceMs = 8

/** For work in many small steps: awaited after each, it gives others their turn where some milliseconds have passed. */
export function createTurns(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < atOnceMs) return
    await turnOver()
    since = performance.now()
  }
}
