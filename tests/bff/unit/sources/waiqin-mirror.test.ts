import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UpstreamError } from '../../../../src/bff/errors.ts'
import { createWaiqin, type Waiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import type { MirrorPlan } from '../../../../src/bff/mirror/plan.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { openTestStore } from '../../../support/open-test-store.ts'
import { runPass } from '../../../support/run-pass.ts'
import { clockOf } from '../../../support/clock.ts'
import {
  allTasks as question,
  waiqinConfig,
  createWaiqinVendor,
  many,
  taskOf,
  type Task,
  type WaiqinVendor,
} from '../../../support/waiqin-vendor.ts'

const now = Date.parse('2026-03-10T12:00:00+08:00')
const minuteMs = 60_000
let store: Store
let vendor: WaiqinVendor
let source: Waiqin
let tasks: MirrorPlan
let types: MirrorPlan
let customers: MirrorPlan
let time: number
const woken: string[] = []

beforeEach(async () => {
  store = await openTestStore()
  const made = createWaiqinVendor()
  vendor = made.vendor
  time = now
  woken.length = 0
  source = createWaiqin({
    config: waiqinConfig,
    http: made.http,
    store,
    clock: clockOf(() => time),
    log: { info: () => undefined, warn: () => undefined },
    wake: async (name) => void woken.push(name),
  })
  const [first, second, third] = source.mirrors
  if (!first || !second || !third) throw new Error('three mirrors are expected')
  tasks = first
  types = second
  customers = third
})
afterEach(() => store.close())

const signal = new AbortController().signal
const ids = async () => (await source.read(question, signal)).items.map(({ id }) => id).sort()
const taskCalls = () => vendor.calls.filter(({ operation }) => operation === 'queryTask')

describe('the mirror of tasks', () => {
  it('reads a full last page and the empty one that follows', async () => {
    vendor.tasks = many(1000)
    await runPass(store, tasks, { now })
    const days = { create_date_from: '2026-02-06', create_date_to: '2026-03-08', rows: '1000' }
    expect(
      taskCalls()
        .map(({ body }) => body)
        .filter(({ create_date_to: last }) => last === '2026-03-08'),
    ).toEqual([
      { ...days, page: '1' },
      { ...days, page: '2' },
      // Whether the last row of the first page is still the last.
      { ...days, page: '1000', rows: '1' },
    ])
    expect(await store.fieldTasks.size()).toBe(1000)
  })

  it('counts a task once that two pages share', async () => {
    vendor.tasks = many(1500)
    vendor.pageOf = (rows, page) => rows.slice((page - 1) * 990, (page - 1) * 990 + 1000)
    await runPass(store, tasks, { now })
    expect(await store.fieldTasks.size()).toBe(1500)
  })

  it('keeps the newest word on a task, whichever page tells it last', async () => {
    vendor.tasks = [{ ...taskOf(1), modify_time: '2026-03-05 10:00', task_status: '2' }, taskOf(1)]
    await runPass(store, tasks, { now })
    expect((await source.read(question, signal)).items).toMatchObject([{ status: 'done' }])
  })

  it('asks for what was modified or made since the last pass began, a day of overlap included', async () => {
    vendor.tasks = [...many(2), taskOf(8, '2026-03-10')]
    await runPass(store, tasks, { now })
    vendor.calls.length = 0
    vendor.tasks = [{ ...taskOf(0), modify_time: '2026-03-10 11:00', task_status: '2' }, taskOf(9, '2026-03-10')]
    await runPass(store, tasks, { now: now + minuteMs })
    expect(taskCalls().map(({ body }) => body)).toEqual([
      { modify_date_from: '2026-03-09', modify_date_to: '2026-03-10', page: '1', rows: '1000' },
      { create_date_from: '2026-03-09', create_date_to: '2026-03-10', page: '1', rows: '1000' },
    ])
    expect(await ids()).toEqual(['waiqin:t0', 'waiqin:t1', 'waiqin:t8', 'waiqin:t9'])
  })

  it('forgets a task that was deleted, even when an older page tells of it again', async () => {
    vendor.tasks = many(2)
    await runPass(store, tasks, { now })
    vendor.tasks = [{ ...taskOf(0), modify_time: '2026-03-10 11:00', status: '0' }]
    await runPass(store, tasks, { now })
    expect(await ids()).toEqual(['waiqin:t1'])
    vendor.tasks = [{ ...taskOf(0), create_time: '2026-03-10 10:00' }]
    await runPass(store, tasks, { now })
    expect(await ids()).toEqual(['waiqin:t1'])
  })

  it('goes on from the page that it kept last, and reads that one again', async () => {
    vendor.tasks = [...many(2500), taskOf(9000, '2026-01-15')]
    vendor.before = (_operation, { page }) => {
      if (page === '3') throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'unreachable' })
    }
    await expect(runPass(store, tasks, { now })).rejects.toThrow('unreachable')
    expect(await store.fieldTasks.size()).toBe(2000)
    vendor.before = () => undefined
    vendor.calls.length = 0
    await runPass(store, tasks, { now: now + 60_000, isResumed: true })
    expect(taskCalls()[0]?.body).toMatchObject({ create_date_to: '2026-03-08', page: '2' })
    expect(await store.fieldTasks.size()).toBe(2501)
  })

  it('reads a window again in an hour where a row could not be read, until it can', async () => {
    const today = taskOf(2, '2026-03-10')
    vendor.tasks = [Object.assign(taskOf(0, '2026-01-15'), { task_id: [] }), taskOf(1, '2026-01-15'), today]
    await runPass(store, tasks, { now })
    vendor.tasks = [taskOf(0, '2026-01-15'), taskOf(1, '2026-01-15'), today]
    await runPass(store, tasks, { now: now + 60_000 })
    expect(await ids()).toEqual(['waiqin:t1', 'waiqin:t2'])
    await runPass(store, tasks, { now: now + 3_600_000 })
    expect(await ids()).toEqual(['waiqin:t0', 'waiqin:t1', 'waiqin:t2'])
    vendor.calls.length = 0
    await runPass(store, tasks, { now: now + 7_200_000 })
    expect(taskCalls().map(({ body }) => body['create_date_to'])).not.toContain('2026-02-06')
  })

  it('gives up on a vendor that answers the same full page for ever', async () => {
    vendor.tasks = many(1000)
    vendor.pageOf = (rows) => rows.slice(0, 1000)
    await expect(runPass(store, tasks, { now })).rejects.toMatchObject({ reason: 'unreadable' })
    // Beside the two pages that are the same: one page ahead, and the first ones of the windows before and after.
    expect(taskCalls()).toHaveLength(5)
  })

  it('gives up on a vendor whose full pages come round again', async () => {
    vendor.tasks = many(2000)
    vendor.pageOf = (rows, page) => (page % 2 === 0 ? rows.slice(1000) : rows.slice(0, 1000))
    await expect(runPass(store, tasks, { now })).rejects.toMatchObject({ reason: 'unreadable' })
    expect(taskCalls()).toHaveLength(6)
  })

  it('is not held up by a bad row that is alone on its page', async () => {
    const bad: object = { ...taskOf(1, '2026-03-10'), task_id: null }
    vendor.tasks = [bad as Task, taskOf(2, '2026-01-20')]
    await runPass(store, tasks, { now })
    expect(await ids()).toEqual(['waiqin:t2'])
    vendor.tasks = [bad as Task, bad as Task]
    await expect(runPass(store, tasks, { now })).rejects.toMatchObject({ reason: 'unreadable' })
  })

  it('has the types asked for that only a task names', async () => {
    vendor.tasks = [{ ...taskOf(1), task_type_id: 'odd' }]
    await runPass(store, tasks, { now })
    expect(woken).toEqual(['waiqin-types'])
    await runPass(store, types, { now })
    await runPass(store, tasks, { now })
    expect(woken).toHaveLength(1)
  })
})

describe('the mirror of types', () => {
  it('asks for all, and by id for those that a task names beside them', async () => {
    vendor.tasks = [{ ...taskOf(1), task_type_id: 'odd' }]
    vendor.types = [{ type_id: 'a', type_name: '甲' }]
    await runPass(store, tasks, { now })
    vendor.calls.length = 0
    await runPass(store, types, { now })
    expect(vendor.calls.map(({ body }) => body)).toEqual([{}, { type_ids: ['odd'] }])
  })

  it('asks by id alone where the vendor refuses to tell all', async () => {
    vendor.tasks = [{ ...taskOf(1), task_type_id: 'a' }]
    vendor.types = [{ type_id: 'a', type_name: '甲' }]
    vendor.before = (operation, { type_ids: asked }) => {
      if (operation === 'queryTaskType' && !asked)
        throw new UpstreamError({ source: 'waiqin', operation, reason: 'refused' })
    }
    await runPass(store, tasks, { now })
    await runPass(store, types, { now })
    expect((await store.fieldTasks.types()).map(({ typeId }) => typeId)).toEqual(['a'])
  })
})

describe('the mirror of customers', () => {
  const customer = (id: string) => ({ id, cm_name: `店${id}`, cm_manager_id: 'me' })
  const known = async () => (await store.fieldCustomers.managedBy('me')).map(({ customerId }) => customerId).sort()

  it('sweeps whom two complete passes did not mention, and not after one', async () => {
    vendor.customers = [customer('1'), customer('2')]
    await runPass(store, customers, { now })
    vendor.customers = [customer('1')]
    await runPass(store, customers, { now: now + 1000 })
    expect(await known()).toEqual(['1', '2'])
    await runPass(store, customers, { now: now + 2000 })
    expect(await known()).toEqual(['1'])
  })

  it('sweeps nobody when the vendor suddenly knows nobody', async () => {
    vendor.customers = [customer('1')]
    await runPass(store, customers, { now })
    vendor.customers = []
    for (let pass = 1; pass < 5; pass += 1) await runPass(store, customers, { now: now + pass * 1000 })
    expect(await known()).toEqual(['1'])
  })
})

describe('what is read', () => {
  it('costs the vendor nothing', async () => {
    vendor.tasks = many(3)
    await runPass(store, tasks, { now })
    vendor.calls.length = 0
    await source.read(question, signal)
    await source.read({ ...question, subjects: null, staffId: 'me' }, signal)
    expect(vendor.calls).toEqual([])
  })

  it('is what is known so far, until the first pass is complete', async () => {
    vendor.tasks = [...many(1000), ...many(1)]
    vendor.before = (_operation, { page }) => {
      if (page === '2') throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'timeout' })
    }
    await runPass(store, tasks, { now }).catch(() => null)
    const reading = await source.read(question, signal)
    expect(reading).toMatchObject({ asOf: null, problem: { code: 'first_sync' } })
    expect(reading.items).toHaveLength(1000)
  })

  it('fails where not one page was ever read', async () => {
    await store.leases.acquire('waiqin-tasks', 'me', 30_000)
    const state = { ...(await store.mirrors.get('waiqin-tasks')), heldBy: 'me' }
    await store.mirrors.save({ ...state, lastError: 'refused', lastErrorAt: now })
    await expect(source.read(question, signal)).rejects.toMatchObject({ source: 'waiqin', reason: 'refused' })
  })

  it('never holds a task of a customer that was not asked for', async () => {
    vendor.tasks = [taskOf(1), { ...taskOf(2), customer_id: 'stranger' }, { ...taskOf(3), customer_id: '' }]
    await runPass(store, tasks, { now })
    expect(await ids()).toEqual(['waiqin:t1'])
    expect((await source.read({ ...question, subjects: [] }, signal)).items).toEqual([])
  })

  it('tells mine apart, and counts only mine where only mine are wanted', async () => {
    vendor.tasks = [{ ...taskOf(1), receivers: [{ id: 'me', name: '我' }] }, taskOf(2)]
    await runPass(store, tasks, { now })
    const asked = { ...question, staffId: 'me' }
    const all = await source.itemsOf((await source.read(asked, signal)).items, asked)
    expect(all.filter(({ mine }) => mine).map(({ id }) => id)).toEqual(['waiqin:t1'])
    const mine = await source.read({ ...question, staffId: 'me', mine: true, status: 'open' }, signal)
    expect([mine.items.length, mine.counts.open]).toEqual([1, 1])
    expect((await source.read({ ...question, mine: true }, signal)).items).toEqual([])
  })

  it('tells nothing of a task that went to another customer meanwhile', async () => {
    vendor.tasks = many(2)
    await runPass(store, tasks, { now })
    const { items } = await source.read(question, signal)
    vendor.tasks = [{ ...taskOf(0), modify_time: '2026-03-09 10:00', customer_id: 'stranger' }]
    await runPass(store, tasks, { now })
    expect((await source.itemsOf(items, question)).map(({ id }) => id)).toEqual(['waiqin:t1'])
  })

  it('asks the mirror for a pass when the salesperson pulls to refresh', async () => {
    await runPass(store, tasks, { now })
    await source.read({ ...question, refresh: true }, signal)
    expect(woken).toEqual(['waiqin-tasks'])
  })
})

describe('candidates', () => {
  beforeEach(async () => {
    vendor.tasks = [
      { ...taskOf(1), customer_id: 'task', receivers: [{ id: 'me', name: '我', source_code: 'mengxiangyu' }] },
    ]
    vendor.customers = [
      { id: 'managed', cm_name: '甲店', cm_manager_id: 'me', cm_linkman_name: '老王', cm_addr: '南坪' },
      { id: 'phoned', cm_name: '乙店', cm_manager_id: 'me', cm_linkman_mobile: '138 0000 1111' },
      { id: 'task', cm_name: '丙店', cm_manager_id: 'other' },
      { id: 'stranger', cm_name: '丁店', cm_manager_id: 'other', cm_tel: '13800001111' },
    ]
    await runPass(store, tasks, { now })
    await runPass(store, customers, { now })
  })
  const ask = { staffId: 'me', phones: ['+86 13800001111'], linkByPhone: false, text: null }
  const offered = async (patch: object = {}) =>
    (await source.candidates({ ...ask, ...patch }, signal)).map(({ sourceId, reasons }) => [sourceId].concat(reasons))

  it('are those that I manage or have a task with, an equal phone first', async () => {
    expect(await offered()).toEqual([
      ['phoned', 'same_phone', 'i_manage'],
      ['managed', 'i_manage'],
      ['task', 'my_task'],
    ])
  })

  it('include a stranger with an equal phone only where the tenant says so', async () => {
    expect((await offered({ linkByPhone: true })).map(([id]) => id)).toContain('stranger')
    expect(await offered({ sourceId: 'stranger' })).toEqual([])
  })

  it('are narrowed by text and by id, never widened', async () => {
    expect(await offered({ text: '丁' })).toEqual([])
    expect(await offered({ text: '老王' })).toEqual([['managed', 'i_manage']])
    expect(await offered({ sourceId: 'task' })).toEqual([['task', 'my_task']])
  })

  it('know a salesperson by the code that equals the userid', async () => {
    expect(await source.staffIdOf?.('MengXiangYu')).toBe('me')
    expect(await source.staffIdOf?.('somebody')).toBeNull()
  })
})
