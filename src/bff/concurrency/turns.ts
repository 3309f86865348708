import { setImmediate as turnOver } from 'node:timers/promises'

const atOnceMs = 8

/** For work in many small steps, after each of which it is called: where some milliseconds have passed, what it returns gives others their turn. */
export function createTurns(): () => Promise<void> | undefined {
  let since = performance.now()
  async function over(): Promise<void> {
    await turnOver()
    since = performance.now()
  }
  return () => (performance.now() - since < atOnceMs ? undefined : over())
}
