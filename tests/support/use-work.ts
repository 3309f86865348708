import { afterAll, afterEach, beforeAll } from 'vitest'
import { startWork, type WorkBench } from './start-work.ts'

/** Once in a file of tests: a BFF at work, and mengxiangyu signed in. After each test no vendor has a fault left. */
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
    bench = await startWork({ clock: () => work.now })
    me = await bench.bff.signIn('mengxiangyu')
  })
  afterEach(() => {
    for (const vendor of Object.values(bench.simulators.vendors)) vendor.fault = 'none'
  })
  afterAll(() => bench.close())
  return work
}
