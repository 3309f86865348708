import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import { createWaiqin, type Waiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import type { MirrorPlan } from '../../../../src/bff/mirror/plan.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { passOwner, runPass } from '../../../support/run-pass.ts'
import { clockOf } from '../../../support/clock.ts'
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
/** A day in each of the windows. */
const [today, february, january] = ['2026-03-25', '2026-02-20', '2026-01-15']
const signal = new AbortController().signal

let store: Store
let vendor: WaiqinVendor
let source: Waiqin
let time: number

function open(isHurried = false): MirrorPlan {
  const made = createWaiqinVendor()
  vendor = made.vendor
  source = createWaiqin({
    config: waiqinConfig,
    http: made.http,
    store,
    clock: clockOf(() => time),
    log: { info: () => undefined, warn: () => undefined },
    wake: async () => undefined,
    ...(isHurried ? { longestIntervalMs: 1000 } : {}),
  })
  const [tasks] = source.mirrors
  if (!tasks) throw new Error('a mirror of tasks is expected')
  return tasks
}

let tasks: MirrorPlan
beforeEach(async () => {
  store = await openTestStore()
  time = begin
  tasks = open()
})
afterEach(() => store.close())

/** One pass, `ms` after what was before. */
async function passAfter(ms: number, isResumed = false): Promise<void> {
  time += ms
  vendor.calls.length = 0
  await runPass(store, tasks, { now: time, isResumed })
}
const listed = async () => {
  const { items, problem } = await source.read(question, signal)
  return { ids: items.map(({ taskId }) => taskId).sort(), state: problem === null ? 'fresh' : 'stale' }
}
const shown = async () => (await listed()).ids.length
const created = (count: number, day: string, from = 0): Task[] =>
  Array.from({ length: count }, (_, index) => taskOf(from + index, day))
const remove = (...ids: string[]) => {
  vendor.tasks = vendor.tasks.filter(({ task_id }) => !ids.includes(task_id))
}
const windowsRead = () =>
  vendor.calls.flatMap(({ body }) => {
    const { create_date_from: from, page } = body
    return page === '1' && (from === '2026-03-08' || String(from) < '2026-03-08') ? [String(from)] : []
  })

describe('a window of creation days that is read again', { timeout: 30_000 }, () => {
  it('brings tasks that were not told in the first sync, after an hour', async () => {
    vendor.tasks = [taskOf(0, today)]
    await passAfter(0)
    vendor.tasks = [taskOf(0, today), ...created(3, february, 1)]
    await passAfter(hourMs - 1)
    expect(await shown()).toBe(1)
    await passAfter(1)
    expect(await shown()).toBe(4)
  })

  it('is read but once more in an hour where it was empty, then every day', async () => {
    vendor.tasks = [taskOf(0, today)]
    await passAfter(0)
    await passAfter(hourMs)
    expect(windowsRead()).toEqual(['2026-03-08', '2026-02-06', '2026-01-07', '2026-01-01'])
    await passAfter(hourMs)
    expect(windowsRead()).toEqual(['2026-03-08'])
    await passAfter(dayMs - hourMs)
    expect(windowsRead()).toHaveLength(4)
  })

  it('takes a task away that vanished, after a day, and after an hour where it is new', async () => {
    vendor.tasks = [...created(5, february), ...created(5, today, 10)]
    await passAfter(0)
    remove('t1', 't11')
    await passAfter(minuteMs)
    expect(await shown()).toBe(10)
    await passAfter(hourMs)
    expect((await listed()).ids).toEqual(['t0', 't1', 't10', 't12', 't13', 't14', 't2', 't3', 't4'])
    await passAfter(dayMs)
    expect(await listed()).toEqual({ ids: ['t0', 't10', 't12', 't13', 't14', 't2', 't3', 't4'], state: 'fresh' })
  })

  it('takes it away in the next pass for who is in a hurry', async () => {
    tasks = open(true)
    vendor.tasks = created(5, today)
    await passAfter(0)
    remove('t1')
    await passAfter(1000)
    expect(await shown()).toBe(4)
  })

  it('brings a task back that comes back as it was, and no older state of it', async () => {
    vendor.tasks = [...created(5, february), taskOf(9, today)]
    const [gone] = vendor.tasks
    await passAfter(0)
    remove('t0')
    await passAfter(dayMs)
    if (gone) vendor.tasks = [{ ...gone, modify_time: `${february} 09:00` }, ...vendor.tasks]
    await passAfter(dayMs)
    expect((await listed()).ids).not.toContain('t0')
    if (gone) vendor.tasks = [gone, ...vendor.tasks.slice(1)]
    await passAfter(dayMs)
    expect((await listed()).ids).toContain('t0')
  })

  it('takes over what changed without a new time of change', async () => {
    vendor.tasks = [taskOf(0, february), taskOf(1, today)]
    await passAfter(0)
    vendor.tasks = [{ ...taskOf(0, february), task_status: '2' }, taskOf(1, today)]
    await passAfter(minuteMs)
    expect((await source.read({ ...question, status: 'done' }, signal)).items).toEqual([])
    await passAfter(dayMs)
    expect((await source.read({ ...question, status: 'done' }, signal)).items).toMatchObject([{ taskId: 't0' }])
  })

  it('takes nothing away while a row of it cannot be read', async () => {
    vendor.tasks = created(5, february)
    await passAfter(0)
    vendor.tasks = [Object.assign(taskOf(0, february), { task_id: null }), ...created(3, february, 1)]
    await passAfter(dayMs)
    expect(await shown()).toBe(5)
    vendor.tasks = created(4, february)
    await passAfter(hourMs)
    expect(await shown()).toBe(4)
  })

  it('keeps a task of the day that it shares with its neighbour', async () => {
    vendor.tasks = [taskOf(0, '2026-03-08'), taskOf(1, '2026-03-07'), taskOf(2, '2026-03-09'), taskOf(3, today)]
    await passAfter(0)
    await passAfter(dayMs)
    expect(await shown()).toBe(4)
    remove('t0', 't1')
    await passAfter(dayMs)
    expect((await listed()).ids).toEqual(['t2', 't3'])
  })

  it('never takes a task away that does not say when it was created', async () => {
    vendor.tasks = [{ ...taskOf(0, february), create_time: '' }, taskOf(1, february)]
    const isToldBy = vendor.pageOf
    vendor.pageOf = (rows, page, size) =>
      isToldBy(vendor.tasks.length > 1 ? [...rows, ...vendor.tasks.slice(0, 1)] : rows, page, size)
    await passAfter(0)
    expect(await shown()).toBe(2)
    remove('t0')
    for (let day = 0; day < 3; day += 1) await passAfter(dayMs)
    expect(await shown()).toBe(2)
  })

  it('reads all that are due at once after ten days without a pass', async () => {
    vendor.tasks = [...created(2, today), ...created(2, february, 10), ...created(2, january, 20)]
    await passAfter(0)
    await passAfter(10 * dayMs)
    expect(windowsRead().sort()).toEqual(['2026-01-01', '2026-01-07', '2026-02-06', '2026-03-08'])
  })

  it('keeps how many calls it took, where these count towards the hour’s limit', async () => {
    const callsOf = async () => (await store.fieldTaskWindows.all()).map(({ calls }) => calls)
    vendor.tasks = [taskOf(0, today), ...created(1000, february, 1)]
    await passAfter(0)
    expect(await callsOf()).toEqual([0, 0, 0, 0])
    await passAfter(dayMs)
    expect(await callsOf()).toEqual([1, 1, 2, 0])
    const times = new Set((await store.fieldTaskWindows.all()).map(({ readAt }) => readAt))
    expect(times).toEqual(new Set([time]))
  })
})

describe('a reading that tells too few tasks to be believed', () => {
  beforeEach(async () => {
    vendor.tasks = [...created(30, february), taskOf(90, today)]
    await passAfter(0)
  })

  it('takes nothing away, and the list is stale, until a reading an hour later agrees', async () => {
    const all = vendor.tasks
    vendor.tasks = all.slice(21)
    await passAfter(dayMs)
    expect(await listed()).toMatchObject({ state: 'stale', ids: { length: 31 } })
    await passAfter(hourMs - 1)
    expect(await listed()).toMatchObject({ state: 'stale', ids: { length: 31 } })
    await passAfter(1)
    expect(await listed()).toMatchObject({ state: 'fresh', ids: { length: 10 } })
  })

  it('is not confirmed by one sooner than in an hour', async () => {
    tasks = open(true)
    const all = created(30, today, 100)
    vendor.tasks = all
    await passAfter(dayMs)
    await passAfter(hourMs)
    vendor.tasks = all.slice(21)
    await passAfter(1000)
    await passAfter(1000)
    expect(await listed()).toMatchObject({ state: 'stale', ids: { length: 30 } })
    await passAfter(hourMs)
    expect(await listed()).toMatchObject({ state: 'fresh', ids: { length: 9 } })
  })

  it('is forgotten where a reading an hour later tells them again', async () => {
    const all = vendor.tasks
    vendor.tasks = all.slice(21)
    await passAfter(dayMs)
    vendor.tasks = all
    await passAfter(hourMs)
    expect(await listed()).toMatchObject({ state: 'fresh', ids: { length: 31 } })
  })

  it('takes away only what both did not tell', async () => {
    const all = vendor.tasks
    vendor.tasks = all.slice(22)
    await passAfter(dayMs)
    vendor.tasks = [...all.slice(0, 2), ...all.slice(24)]
    await passAfter(hourMs)
    // t22 and t23 were told an hour ago, and are no longer too many.
    expect((await listed()).ids).toEqual(['t0', 't1', 't24', 't25', 't26', 't27', 't28', 't29', 't90'])
  })

  it.each([
    ['twenty', 20],
    ['half', 15],
  ])('is believed at once where it lacks %s at most', async (_, count) => {
    vendor.tasks = vendor.tasks.slice(count)
    await passAfter(dayMs)
    expect(await listed()).toMatchObject({ state: 'fresh', ids: { length: 31 - count } })
  })

  it('is an empty one, too, and one task that is gone is not', async () => {
    vendor.tasks = [taskOf(90, today)]
    await passAfter(dayMs)
    expect(await listed()).toMatchObject({ state: 'stale', ids: { length: 31 } })
    await passAfter(hourMs)
    expect(await listed()).toEqual({ state: 'fresh', ids: ['t90'] })
    vendor.tasks = []
    await passAfter(hourMs)
    expect(await listed()).toEqual({ state: 'fresh', ids: [] })
  })
})

describe('a pass that is cut short while it reads a window again', { timeout: 30_000 }, () => {
  it('goes on where it was, and takes away what neither half has told', async () => {
    vendor.tasks = [...created(2500, february), taskOf(9000, today)]
    await passAfter(0)
    remove('t3', 't2400')
    vendor.before = (_operation, { create_date_from: from, page }) => {
      if (from === '2026-02-06' && page === '3')
        throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'unreachable' })
    }
    await expect(passAfter(dayMs)).rejects.toThrow('unreachable')
    expect(await shown()).toBe(2501)
    vendor.before = () => undefined
    await passAfter(hourMs, true)
    expect(vendor.calls[0]?.body).toMatchObject({ create_date_from: '2026-02-06', page: '2' })
    const { ids, state } = await listed()
    expect([ids.length, ids.includes('t3'), ids.includes('t2400'), state]).toEqual([2499, false, false, 'fresh'])
  })

  it('does not take a task for gone that moved from one page to another meanwhile', async () => {
    vendor.tasks = [...created(2500, february), taskOf(9000, today)]
    await passAfter(0)
    vendor.before = (_operation, { create_date_from: from, page }) => {
      if (from === '2026-02-06' && page === '2') remove('t0')
    }
    await passAfter(dayMs)
    const { ids } = await listed()
    expect([ids.length, ids.includes('t1000')]).toEqual([2501, true])
  })
})

describe('a first reading of several pages', { timeout: 30_000 }, () => {
  const whole = () => [...created(1500, february), taskOf(9000, today)]
  /** A task of the first page is deleted at the vendor before it tells the second one. */
  const loseOne = () => {
    vendor.before = (_operation, { create_date_from: from, page }) => {
      if (from === '2026-02-06' && page === '2') remove('t5')
    }
  }
  const callsOfFebruary = () =>
    vendor.calls.flatMap(({ body }) =>
      body['create_date_from'] === '2026-02-06' ? [`${String(body['page'])} of ${String(body['rows'])}`] : [],
    )

  it('does not lose the task that moved up a page, since one before it was deleted', async () => {
    vendor.tasks = whole()
    loseOne()
    await passAfter(0)
    const { ids } = await listed()
    expect(ids).toContain('t1000')
    expect(callsOfFebruary()).toEqual(['1 of 1000', '2 of 1000', '1000 of 1', '1 of 1000', '2 of 1000'])
  })

  it('does not lose it at a vendor that heeds no size of a page either', async () => {
    vendor.tasks = whole()
    vendor.pageOf = (rows, page) => rows.slice((page - 1) * 1000, page * 1000)
    loseOne()
    await passAfter(0)
    expect((await listed()).ids).toContain('t1000')
  })

  it('does not lose it where the pass was cut short later', async () => {
    vendor.tasks = [...created(2500, february), taskOf(9000, today)]
    vendor.before = (_operation, { create_date_from: from, page }) => {
      if (from !== '2026-02-06') return
      if (page === '2') remove('t5')
      if (page === '3') throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'unreachable' })
    }
    await expect(passAfter(0)).rejects.toThrow('unreachable')
    vendor.before = () => undefined
    await passAfter(minuteMs, true)
    expect(vendor.calls[0]?.body).toMatchObject({ create_date_from: '2026-02-06', page: '2' })
    expect((await listed()).ids).toContain('t1000')
  })

  it('costs one small call for each page but the last where nothing has moved', async () => {
    vendor.tasks = [...created(2500, february), taskOf(9000, today)]
    await passAfter(0)
    expect(callsOfFebruary()).toEqual(['1 of 1000', '2 of 1000', '3 of 1000', '1000 of 1', '2000 of 1'])
    expect(await shown()).toBe(2501)
  })
})

describe('the watermark', () => {
  const firstModified = () =>
    vendor.calls
      .map(({ body }) => body['modify_date_from'])
      .filter((from) => from !== undefined)
      .sort()[0]

  it('is that of the newest change told, so that nothing is missed while a clock was ahead', async () => {
    vendor.tasks = [taskOf(0, january), taskOf(1, today)]
    await passAfter(3 * dayMs)
    await passAfter(minuteMs)
    vendor.tasks = [{ ...taskOf(0, january), modify_time: `${today} 13:00`, task_status: '2' }, taskOf(1, today)]
    await passAfter(minuteMs - 3 * dayMs)
    expect((await source.read({ ...question, status: 'done' }, signal)).items).toMatchObject([{ taskId: 't0' }])
  })

  it('is not moved by a change in the future, nor by one that cannot be read', async () => {
    vendor.tasks = [
      { ...taskOf(0, january), modify_time: '2030-01-01 10:00' },
      { ...taskOf(1, today), modify_time: '昨天' },
      taskOf(2, '2026-03-20'),
    ]
    await passAfter(0)
    await passAfter(minuteMs)
    expect(firstModified()).toBe('2026-03-20')
  })

  it('of a version before that lies in the future counts for nothing: everything is read', async () => {
    vendor.tasks = [taskOf(0, january), taskOf(1, today)]
    await passAfter(0)
    const state = await store.mirrors.get(tasks.name)
    const before = { watermark: time + 3 * dayMs, window: 0, page: 1, leftOut: [], again: [], againAt: 0 }
    await store.mirrors.save({ ...state, heldBy: passOwner, checkpoint: before })
    await passAfter(minuteMs)
    expect(windowsRead()).toHaveLength(4)
  })

  it('is a month ago where no task was ever told', async () => {
    await passAfter(0)
    await passAfter(minuteMs)
    expect(vendor.calls).toHaveLength(2)
    expect(firstModified()).toBe('2026-02-23')
  })
})

describe('beside an instance of the version before', () => {
  /** What it reads of a checkpoint; it takes any other for none, and reads everything. */
  const Before = z.object({ watermark: z.number().nullable(), window: z.int(), page: z.int() })
  const kept = async () => Before.safeParse((await store.mirrors.get(tasks.name)).checkpoint).data

  it('leaves it a checkpoint between two passes, and none within one, whose windows are others', async () => {
    vendor.tasks = [taskOf(0, today)]
    await passAfter(0)
    expect(await kept()).toEqual({ watermark: Date.parse(`${today}T10:00:00+08:00`), window: 0, page: 1 })
    vendor.before = (_operation, { create_date_from: from }) => {
      if (from === '2026-02-06')
        throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'timeout' })
    }
    await expect(passAfter(dayMs)).rejects.toThrow('timeout')
    expect(await kept()).toBeUndefined()
  })

  it('does not go on in the middle of its pass, but from the end of the last one', async () => {
    vendor.tasks = [taskOf(0, today)]
    await passAfter(0)
    const state = await store.mirrors.get(tasks.name)
    const before = { watermark: time - dayMs, window: 1, page: 7, leftOut: [], again: [], againAt: 0 }
    await store.mirrors.save({ ...state, heldBy: passOwner, checkpoint: before })
    await passAfter(minuteMs, true)
    expect(vendor.calls.map(({ body }) => body)).toMatchObject([
      { modify_date_from: '2026-03-23', page: '1' },
      { create_date_from: '2026-03-23', page: '1' },
    ])
  })
})
