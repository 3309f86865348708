import type { Timer } from '../../../src/app/host/deadline.ts'

/** A clock that only the test turns. */
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
      // What is already resolved goes on first, and may set a timer.
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

/** Lets every promise that is already resolved go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}
