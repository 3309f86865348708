import { afterAll, afterEach, beforeAll } from 'vitest'
import { startWork, type WorkBench } from './start-work.ts'
import { clockOf } from './clock.ts'

/**
 * Call it once in a test file: starts the BFF and signs mengxiangyu in. After each test all vendors' faults are reset.
 */
export function useWork() {
  let bench: WorkBench
  let me: string
  const work = {
    now: Date.parse('2026-11-20T10:00:00+08:00'),
    get bff() {
      return bench.bff
    },
    get simulators() {
      return bench.simulators
    },
    get me() {
      return me
    },
  }
  beforeAll(async () => {
    bench = await startWork({ clock: clockOf(() => work.now) })
    me = await bench.bff.signIn('mengxiangyu')
  })
  afterEach(() => {
    for (const vendor of Object.values(bench.simulators.vendors)) vendor.fault = 'none'
  })
  afterAll(() => bench.close())
  return work
}
