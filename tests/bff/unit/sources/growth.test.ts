import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MirrorPlan } from '../../../../src/bff/mirror/plan.ts'
import { createTanma, type Tanma } from '../../../../src/bff/sources/tanma/index.ts'
import { createWaiqin, type Waiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import { createStoreChecks } from '../../../../src/bff/admin/doctor/store-checks.ts'
import { progressOf } from '../../../../src/bff/mirror/progress.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import { isGrown } from '../../../../src/bff/mirror/growth.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { clockOf } from '../../../support/clock.ts'
import { fakeHttp } from '../../../support/fake-http.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { runPass } from '../../../support/run-pass.ts'
import {
  allTasks,
  createWaiqinVendor,
  taskOf,
  waiqinConfig,
  type Task,
  type WaiqinVendor,
} from '../../../support/waiqin-vendor.ts'

const now = Date.parse('2026-03-10T12:00:00+08:00')
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const signal = new AbortController().signal
const log = { info: () => undefined, warn: () => undefined }

let store: Store
let time: number
beforeEach(async () => {
  store = await openTestStore()
  time = now
})
afterEach(() => store.close())

describe('a window of 勤策’s tasks', () => {
  let vendor: WaiqinVendor
  let source: Waiqin
  let tasks: MirrorPlan
  let customers: MirrorPlan

  beforeEach(() => {
    const made = createWaiqinVendor()
    vendor = made.vendor
    source = createWaiqin({
      config: waiqinConfig,
      http: made.http,
      store,
      clock: clockOf(() => time),
      log,
      wake: async () => undefined,
    })
    const [first, , third] = source.mirrors
    if (!first || !third) throw new Error('mirrors are expected')
    tasks = first
    customers = third
    vendor.tasks = [...tasksOf('old', 80, '2026-01-20'), ...tasksOf('new', 10, '2026-03-09')]
  })

  const tasksOf = (name: string, count: number, day: string): Task[] =>
    Array.from({ length: count }, (_, index) => ({ ...taskOf(0, day), task_id: `${name}${index}` }))
  /** Pages without end in the windows and increments for which `isEndless`; each row is another one. */
  function pageForEver(isEndless: (body: Record<string, unknown>) => boolean) {
    const honest = vendor.pageOf
    let asked: Record<string, unknown> = {}
    vendor.before = (_, body) => void (asked = body)
    vendor.pageOf = (rows, page, size) =>
      isEndless(asked)
        ? Array.from({ length: size }, (_, index) => ({
            ...taskOf(0, '2026-01-21'),
            task_id: `endless${page}-${index}`,
          }))
        : honest(rows, page, size)
    return () => {
      vendor.pageOf = honest
    }
  }
  const isOld = (body: Record<string, unknown>) => body['create_date_to'] === '2026-02-06'
  const calls = (isSuch: (body: Record<string, unknown>) => boolean) =>
    vendor.calls.filter(({ body }) => isSuch(body)).length
  const read = () => source.read(allTasks, signal)
  const pass = (ms: number) => {
    time += ms
    return runPass(store, tasks, { now: time })
  }

  it('that pages for ever ends within twenty times its last size; what is known stays, and the list says so', async () => {
    await pass(0)
    expect(await read()).toMatchObject({ problem: null })
    pageForEver(isOld)
    vendor.calls.length = 0
    vendor.tasks.push(...tasksOf('later', 5, '2026-03-10'))
    await pass(2 * dayMs)
    expect(calls(isOld)).toBeLessThanOrEqual(3)
    const { items, problem } = await read()
    expect(problem).toMatchObject({ code: 'rows_cut' })
    // The other windows were read, and nothing was taken for removed.
    const names = items.map(({ taskId }) => taskId)
    for (const known of ['old0', 'old79', 'new9', 'later4']) expect(names).toContain(known)
    expect(names.length).toBeLessThanOrEqual(20 * 80 + 15)
  })

  it('that pages for ever is not asked for again within the hour', async () => {
    await pass(0)
    pageForEver(isOld)
    await pass(2 * dayMs)
    vendor.calls.length = 0
    for (let count = 0; count < 10; count += 1) await pass(5 * minuteMs)
    expect(calls(isOld)).toBe(0)
    expect(await read()).toMatchObject({ problem: { code: 'rows_cut' } })
  })

  it('that did grow is read as a whole by the first reading an hour later, and the list is fresh', async () => {
    await pass(0)
    vendor.tasks.push(...tasksOf('imported', 2_500, '2026-01-22'))
    await pass(2 * dayMs)
    expect(await store.fieldTasks.size()).toBeLessThanOrEqual(20 * 80 + 10)
    expect(await read()).toMatchObject({ problem: { code: 'rows_cut' } })
    await pass(hourMs)
    expect(await store.fieldTasks.size()).toBe(2_590)
    expect(await read()).toMatchObject({ problem: null })
  })

  it('that is as large as before again loses what does not belong to it, once two readings say so', async () => {
    await pass(0)
    const end = pageForEver(isOld)
    await pass(2 * dayMs)
    end()
    vendor.tasks = vendor.tasks.filter(({ task_id: id }) => id !== 'old0')
    await pass(hourMs)
    expect(await read()).toMatchObject({ problem: { code: 'mirror_late' } })
    await pass(hourMs)
    const { items, problem } = await read()
    expect(problem).toBe(null)
    expect(items.map(({ taskId }) => taskId)).not.toContain('old0')
    expect(items).toHaveLength(89)
  })

  it('that has just begun is measured by the one before it', async () => {
    vendor.tasks = [...tasksOf('before', 900, '2026-02-20'), ...tasksOf('new', 1, '2026-03-09')]
    await pass(0)
    vendor.tasks.push(...tasksOf('busy', 1_500, '2026-03-10'))
    await pass(hourMs)
    expect(await read()).toMatchObject({ problem: null })
    expect(await store.fieldTasks.size()).toBe(2_401)
  })

  it('is read by increments that end as well, and are read again later', async () => {
    await pass(0)
    const isIncrement = (body: Record<string, unknown>) => 'modify_date_from' in body
    const end = pageForEver(isIncrement)
    vendor.calls.length = 0
    await pass(minuteMs)
    expect(calls(isIncrement)).toBeLessThanOrEqual(4)
    expect(await read()).toMatchObject({ problem: { code: 'rows_cut' } })
    end()
    await pass(hourMs + minuteMs)
    expect(await read()).toMatchObject({ problem: null })
  })

  it('is told by the doctor and by /readyz while it is not read on', async () => {
    const progress = async () => [
      progressOf(await store.mirrors.get(tasks.name), { running: null, plan: tasks, now: time }),
    ]
    const checks = createStoreChecks({
      store,
      seal: createSeal(['0123456789abcdef0123456789abcdef']),
      clock: clockOf(() => time),
      progress,
      isConfigured: () => true,
    })
    const examine = () => checks.find(({ id }) => id === 'mirror-waiqin')?.run(signal)
    await pass(0)
    expect(await examine()).toMatchObject({ state: 'ok' })
    pageForEver(isOld)
    await pass(2 * dayMs)
    expect(await examine()).toMatchObject({ state: 'warn', says: expect.stringContaining('突然多了二十倍以上') })
    expect(await progress()).toMatchObject([{ name: 'waiqin-tasks', phase: 'idle', isCut: true }])
  })

  it('of customers ends as well, and sweeps nobody', async () => {
    const customerOf = (id: string) => ({ id, cm_name: id })
    vendor.customers = Array.from({ length: 30 }, (_, index) => customerOf(`c${index}`))
    await runPass(store, customers, { now })
    await runPass(store, customers, { now: now + hourMs })
    vendor.customers = []
    const honest = vendor.pageOf
    vendor.pageOf = (_, page, size) => Array.from({ length: size }, (_each, index) => customerOf(`x${page}-${index}`))
    vendor.calls.length = 0
    await runPass(store, customers, { now: now + 2 * hourMs })
    await runPass(store, customers, { now: now + 2 * hourMs + minuteMs })
    expect(vendor.calls.length).toBeLessThanOrEqual(6)
    expect(await store.fieldCustomers.byIds(['c0', 'c29', 'x2-0'])).toHaveLength(2)
    expect(isGrown((await store.mirrors.get('waiqin-customers')).checkpoint)).toBe(true)

    vendor.pageOf = honest
    vendor.customers = Array.from({ length: 1_500 }, (_, index) => customerOf(`c${index}`))
    await runPass(store, customers, { now: now + 4 * hourMs })
    expect(await store.fieldCustomers.byIds(['c0', 'c1499'])).toHaveLength(2)
    expect(isGrown((await store.mirrors.get('waiqin-customers')).checkpoint)).toBe(false)
  })
})

describe('the groups of 探马', () => {
  let source: Tanma
  let pageOf: (page: number) => string[]
  let asked: number

  beforeEach(() => {
    asked = 0
    source = createTanma({
      config: { apiUrl: 'http://tanma.test', appId: 'a', appKey: 'k', sendStatus: new Map() },
      http: fakeHttp(({ body }) => {
        asked += 1
        const { pageNo } = JSON.parse(body ?? '') as { pageNo: number }
        const result = pageOf(pageNo).map((chatId) => ({ chatId, tasks: [{ id: chatId }] }))
        return { code: 0, data: { totalPage: 1_000_000, pageSize: 100, result } }
      }),
      store,
      clock: clockOf(() => time),
      log,
      wake: async () => undefined,
    })
  })

  const read = (...chatIds: string[]) =>
    source.read({ subjects: chatIds, staffId: null, status: 'all', mine: false, refresh: false }, signal)
  async function pass(ms: number) {
    time += ms
    const [plan] = source.mirrors
    if (plan) await runPass(store, plan, { now: time })
  }

  it('that page for ever end within twenty times of what there was; an hour later as many are believed', async () => {
    const few = ['wrA', 'wrB']
    pageOf = (page) => (page === 1 ? few : [])
    await pass(0)
    await pass(5 * minuteMs)
    pageOf = (page) => Array.from({ length: 100 }, (_, index) => `wr${page}x${index}`)
    asked = 0
    await pass(5 * minuteMs)
    expect(asked).toBeLessThanOrEqual(11)
    expect(await read('wrA', 'wrB')).toMatchObject({ items: [{}, {}], problem: { code: 'rows_cut' } })
    expect(await store.sopGroups.byChatIds(['wr11x0'])).toEqual([])

    pageOf = (page) => (page <= 15 ? Array.from({ length: 100 }, (_, index) => `wr${page}x${index}`) : [])
    await pass(hourMs)
    expect(await store.sopGroups.byChatIds(['wr15x99'])).toHaveLength(1)
    expect(await read('wr15x99', 'wr1x1')).toMatchObject({ items: [{}, {}], problem: null })
  })
})
