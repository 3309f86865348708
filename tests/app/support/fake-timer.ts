import type { Timer } from '../../../src/app/host/deadline.ts'

/** A clock that only the test moves. */
export function createFakeTimer(): Timer & { advance(ms: number): Promise<void> } {
  const waiting = new Map<number, { at: number; run: () => void }>()
  let now = 0
  let last = 0
  return {
    set(run, ms) {
      last += 1
      waiting.set(last, { at: now + ms, run })
      return last
    },
    clear(id) {
      waiting.delete(Number(id))
    },
    async advance(ms) {
      // Promises that are already resolved run first, because they may set a timer.
      await settled()
      now += ms
      for (const [id, { at, run }] of waiting) {
        if (at > now) continue
        waiting.delete(id)
        run()
      }
      await settled()
    },
  }
}

/** Runs what waits for promises that are already resolved. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}
