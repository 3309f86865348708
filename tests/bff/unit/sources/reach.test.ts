import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MirrorPlan } from '../../../../src/bff/mirror/plan.ts'
import type { Reach } from '../../../../src/bff/mirror/reach.ts'
import { createTanma } from '../../../../src/bff/sources/tanma/index.ts'
import { createTaskReach } from '../../../../src/bff/sources/waiqin/task-reach.ts'
import { createWaiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { clockOf } from '../../../support/clock.ts'
import { fakeHttp } from '../../../support/fake-http.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { runPass } from '../../../support/run-pass.ts'
import { createWaiqinVendor, taskOf, waiqinConfig } from '../../../support/waiqin-vendor.ts'

const now = Date.parse('2026-03-10T12:00:00+08:00')
const log = { info: () => undefined, warn: () => undefined }
const clock = clockOf(() => now)

let store: Store
beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store.close())

/** What a pass says with each of its pages that says something. */
async function reachesOf(plan: MirrorPlan | undefined, at = now): Promise<Reach[]> {
  if (!plan) throw new Error('no such mirror')
  const reaches: Reach[] = []
  await runPass(store, plan, { now: at, onPage: ({ reach }) => reach && reaches.push(reach) })
  return reaches
}

describe('the first reading of 勤策’s tasks', () => {
  it('is as far as its windows of days are read', async () => {
    const { vendor, http } = createWaiqinVendor()
    vendor.tasks = [taskOf(1, '2026-03-09')]
    const config = { ...waiqinConfig, since: '2025-12-20' }
    const [tasks] = createWaiqin({ config, http, store, clock, log, wake: async () => undefined }).mirrors
    const reaches = await reachesOf(tasks)
    expect(reaches.length).toBeGreaterThanOrEqual(3)
    expect(reaches.map(({ unit }) => unit)).toEqual(reaches.map(() => 'parts'))
    expect(reaches.map(({ done }) => done)).toEqual(reaches.map((_, index) => index + 1))
    expect(new Set(reaches.map(({ total }) => total))).toEqual(new Set([reaches.length]))
  })

  it('is measured by rows where every window was read before, and increments have no measure', () => {
    const window = (from: string) => ({ role: 'first', by: 'create', from, to: from }) as const
    const increment = { ...window('2026-03-09'), role: 'increment' } as const
    const parts = [increment, window('2026-02-06'), window('2026-01-07')]
    const sizes = new Map([
      ['2026-02-06', 2500],
      ['2026-01-07', 500],
    ])
    const reachOf = createTaskReach(parts, ({ from }) => sizes.get(from) ?? 9)
    expect(reachOf({ at: { part: 0, page: 1 } }, true)).toEqual({ unit: 'rows', done: 0, total: 3000 })
    expect(reachOf({ at: { part: 1, page: 2 } }, false)).toEqual({ unit: 'rows', done: 2000, total: 3000 })
    expect(reachOf({ at: { part: 1, page: 3 } }, true)).toEqual({ unit: 'rows', done: 2500, total: 3000 })
    expect(reachOf({ at: { part: 2, page: 9 } }, false)).toEqual({ unit: 'rows', done: 3000, total: 3000 })
  })
})

describe('the reading of 勤策’s customers', () => {
  it('says nothing the first time, and afterwards goes by how many there were', async () => {
    const { vendor, http } = createWaiqinVendor()
    vendor.customers = [
      { id: 'c1', cm_name: '一' },
      { id: 'c2', cm_name: '二' },
    ]
    const made = createWaiqin({ config: waiqinConfig, http, store, clock, log, wake: async () => undefined })
    const customers = made.mirrors.find(({ name }) => name === 'waiqin-customers')
    expect(await reachesOf(customers)).toEqual([])
    vendor.customers = [{ id: 'c1', cm_name: '一' }]
    expect(await reachesOf(customers, now + 1)).toEqual([{ unit: 'rows', done: 1, total: 2 }])
  })
})

describe('the reading of 探马’s groups', () => {
  const group = (chatId: string) => ({ chatId, salesId: '1', tasks: [] })
  const reaches = (totals: object, at = now) => {
    const config = { apiUrl: 'http://tanma.test', appId: 'a', appKey: 'k', sendStatus: new Map() }
    const http = fakeHttp(({ body = '' }) => {
      const { pageNo } = JSON.parse(body) as { pageNo: number }
      return { code: 0, data: { ...totals, pageSize: 1, result: pageNo <= 2 ? [group(`wr${pageNo}`)] : [] } }
    })
    const [groups] = createTanma({ config, http, store, clock, log, wake: async () => undefined }).mirrors
    return reachesOf(groups, at)
  }

  it('goes by the vendor’s count of groups, or else of pages, or else by how many there were', async () => {
    expect(await reaches({ totalCount: 2, totalPage: 2 })).toEqual([
      { unit: 'rows', done: 1, total: 2 },
      { unit: 'rows', done: 2, total: 2 },
      { unit: 'rows', done: 2, total: 2 },
    ])
    expect((await reaches({ totalPage: 2 }, now + 1))[0]).toEqual({ unit: 'parts', done: 1, total: 2 })
    expect((await reaches({}, now + 2))[0]).toEqual({ unit: 'rows', done: 1, total: 2 })
  })
})
