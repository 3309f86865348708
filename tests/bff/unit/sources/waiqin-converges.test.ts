import { expect, it } from 'vitest'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import { createWaiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import { createRandom, type Random } from '../../../../src/sandbox/world/random.ts'
import { clockOf } from '../../../support/clock.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { runPass } from '../../../support/run-pass.ts'
import {
  allTasks as question,
  waiqinConfig,
  createWaiqinVendor,
  taskOf,
  type Task,
  type WaiqinVendor,
} from '../../../support/waiqin-vendor.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const begin = Date.parse('2026-03-25T12:00:00+08:00')
const chinaMinute = (at: number) => new Date(at + 8 * hourMs).toISOString().slice(0, 16).replace('T', ' ')

/** Everything that can happen to tasks, with a word or without. */
function createWorld(vendor: WaiqinVendor, random: Random, now: () => number) {
  let made = 0
  const gone: Task[] = []
  const change = (patch: (task: Task) => Partial<Task>) => {
    const at = random.int(0, vendor.tasks.length - 1)
    vendor.tasks = vendor.tasks.map((task, index) => (index === at ? { ...task, ...patch(task) } : task))
  }
  const vanish = (count: number) => gone.push(...vendor.tasks.splice(random.int(0, vendor.tasks.length - 1), count))
  const add = (daysAgo: number) => {
    made += 1
    vendor.tasks.push({
      ...taskOf(made),
      create_time: chinaMinute(now() - daysAgo * dayMs),
      modify_time: chinaMinute(now()),
    })
  }
  const acts = [
    () => add(0),
    () => add(random.int(0, 60)),
    () => change(() => ({ task_status: '2', modify_time: chinaMinute(now()) })),
    () => change(({ task_status: status }) => ({ task_status: status === '1' ? '3' : '1' })),
    () => change(() => ({ status: '0', modify_time: chinaMinute(now()) })),
    () => vanish(1),
    () => vanish(random.int(1, 60)),
    () => vendor.tasks.push(...gone.splice(0, random.int(0, gone.length))),
  ]
  for (let count = 0; count < 80; count += 1) add(random.int(0, 75))
  return { act: () => random.pick(acts)() }
}

it.each([1, 2, 3])(
  'the mirror of tasks comes to what 勤策 tells, whatever happened to them (%i)',
  { timeout: 30_000 },
  async (seed) => {
    const random = createRandom(seed)
    const store = await openTestStore()
    const { vendor, http } = createWaiqinVendor()
    let time = begin
    const world = createWorld(vendor, random, () => time)
    const source = createWaiqin({
      config: waiqinConfig,
      http,
      store,
      clock: clockOf(() => time),
      log: { info: () => undefined, warn: () => undefined },
      wake: async () => undefined,
    })
    const [tasks] = source.mirrors
    if (!tasks) throw new Error('a mirror of tasks is expected')

    let isCutShort = false
    async function pass(failsAfter: number): Promise<void> {
      let calls = 0
      vendor.before = () => {
        calls += 1
        if (calls > failsAfter) throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'timeout' })
      }
      const outcome = runPass(store, tasks as NonNullable<typeof tasks>, { now: time, isResumed: isCutShort })
      isCutShort = await outcome.then(() => false).catch(() => true)
    }
    for (let step = 0; step < 30; step += 1) {
      for (let count = random.int(0, 4); count > 0; count -= 1) world.act()
      time += random.pick([minuteMs, 10 * minuteMs, hourMs, 7 * hourMs, dayMs])
      await pass(random.pick([Infinity, Infinity, 1, 3, 5]))
    }
    for (let hour = 0; hour < 30; hour += 1) {
      time += hourMs
      await pass(Infinity)
    }

    const { items, problem } = await source.read(question, new AbortController().signal)
    const statuses: Record<string, string> = { '0': 'open', '1': 'submitted', '2': 'done', '3': 'open' }
    const told = vendor.tasks.filter(({ status }) => status === 1)
    expect(problem).toBeNull()
    expect(new Map(items.map(({ taskId, status }) => [taskId, status]))).toEqual(
      new Map(told.map(({ task_id, task_status = '' }) => [task_id, statuses[task_status]])),
    )
    await store.close()
  },
)
