import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { FieldTaskList } from '#contract/work'
import { startSimulators, type Simulators } from '../../../../src/sandbox/vendors/simulators.ts'
import { clockOf } from '../../../support/clock.ts'
import { publicOrigin, startBff, type TestBff } from '../../../support/start-bff.ts'
import { seedContact } from '../../../support/start-yunzhong.ts'
import { startWaiqinVendor, type WaiqinHttpVendor } from '../../../support/start-waiqin-vendor.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
let now = Date.parse('2026-11-20T10:00:00+08:00')
const me = '900'
let simulators: Simulators
let vendor: WaiqinHttpVendor
let bff: TestBff

beforeAll(async () => {
  simulators = await startSimulators({ clock: clockOf(() => now), publicOrigin })
  vendor = await startWaiqinVendor()
  const wecom = Object.entries(simulators.environment).filter(([name]) => name.startsWith('WECOM_'))
  bff = await startBff({
    environment: {
      ...Object.fromEntries(wecom),
      WAIQIN_API_URL: vendor.url,
      WAIQIN_OPENID: '8412600713655280641',
      WAIQIN_APP_KEY: 'an-app-key-of-tests',
      WAIQIN_SINCE: '2026-11-18',
      RATE_LIMIT_SIGN_INS: '1000',
    },
    wecomUrl: simulators.vendors.wecom.url,
    clock: clockOf(() => now),
  })
  const links = [
    { subject: 'contact', wecomId: seedContact, source: 'waiqin', sourceId: 'c1' },
    { subject: 'staff', wecomId: 'mengxiangyu', source: 'waiqin', sourceId: me },
  ] as const
  await bff.store.links.importRows(links, 'import', now)
})
afterAll(async () => {
  await bff.close()
  await vendor.close()
  await simulators.close()
})
beforeEach(() => {
  vendor.answer = null
})

const task = (more: object = {}) => ({
  task_id: '1',
  customer_id: 'c1',
  status: 1,
  task_status: '0',
  task_content: '回访',
  create_time: '2026-11-19 10:00',
  modify_time: '2026-11-19 10:00',
  feedback_deadline: '2026-11-25 18:00',
  receivers: [{ id: me, name: '孟祥宇' }],
  creator: { id: '901', name: '赵敏' },
  ...more,
})

/** Reads 勤策 again, so much later, and asks for a list. */
async function listAfter(ms: number, path = `contacts/${seedContact}`, query = 'limit=200') {
  now += ms
  const cookie = await bff.signIn('mengxiangyu')
  await bff.sync()
  const answer = await bff.get(`/api/${path}/field-tasks?status=all&${query}`, cookie)
  expect(answer.statusCode).toBe(200)
  return FieldTaskList.parse(answer.json())
}

const at = '2030-03-01T10:05:00+08:00'

/** What of the row is patched, and what of the item is right. */
const oddFields: [string, object, object?][] = [
  ['a deadline in Java’s parts', { feedback_deadline: [2030, 3, 1, 10, 5] }, { dueAt: at }],
  ['a deadline as milliseconds', { feedback_deadline: 1_898_561_100_000 }, { dueAt: at }],
  ['a deadline as seconds in a text', { feedback_deadline: '1898561100' }, { dueAt: at }],
  ['a deadline with a fraction', { feedback_deadline: '2030-03-01 10:05:00.000' }, { dueAt: at }],
  ['a deadline with slashes', { feedback_deadline: '2030/03/01 10:05' }, { dueAt: at }],
  ['a deadline in UTC', { feedback_deadline: '2030-03-01T02:05:00.000Z' }, { dueAt: at }],
  ['a deadline with Jackson’s zone', { feedback_deadline: '2030-03-01T10:05:00.000+0800' }, { dueAt: at }],
  ['a deadline as an object', { feedback_deadline: { time: 1_898_561_100_000 } }, { dueAt: at }],
  ['a deadline that is no date', { feedback_deadline: '2030-02-30 10:00' }, { dueAt: null }],
  ['a deadline of zeros', { feedback_deadline: '0000-00-00 00:00:00' }, { dueAt: null, overdue: false }],
  ['a deadline at the epoch', { feedback_deadline: '1970-01-01 08:00' }, { dueAt: null, overdue: false }],
  ['a deadline at the end of time', { feedback_deadline: '9999-12-31 23:59' }, { dueAt: null }],
  ['a day alone', { feedback_deadline: '2026-11-20' }, { dueAt: '2026-11-20T23:59:59+08:00', overdue: false }],
  ['a creator without an id', { creator: { id: null, name: '系统' } }, { creator: null }],
  ['a creator who is an empty list', { creator: [] }, { creator: null }],
  ['a creator in a list', { creator: [{ id: 5, name: '乙' }] }, { creator: { id: '5', name: '乙' } }],
  ['a creator in a text', { creator: '{"id":"5","name":"乙"}' }, { creator: { id: '5', name: '乙' } }],
  ['a creator who is a name', { creator: '系统' }, { creator: null }],
  ['receivers that are no text', { receivers: '' }, { receivers: [] }],
  [
    'one receiver without an id',
    { receivers: [{ id: null, name: '已删除' }, null, { id: '5', name: '乙' }] },
    { receivers: [{ id: '5', name: '乙' }] },
  ],
  ['receivers in a text', { receivers: '[{"id":5,"name":"乙"}]' }, { receivers: [{ id: '5', name: '乙' }] }],
  ['receivers with keys', { receivers: { 0: { id: '5' }, 2: { id: '6' } } }, { receivers: [{ id: '5' }, { id: '6' }] }],
  ['a receiver without a list', { receivers: { id: '5', name: 1001 } }, { receivers: [{ id: '5', name: '1001' }] }],
  [
    'a receiver’s code that is a number',
    { receivers: [{ id: '77', source_code: 1001 }] },
    { receivers: [{ id: '77' }] },
  ],
  ['no receivers and no creator', { receivers: undefined, creator: undefined }, { receivers: [], creator: null }],
  ['feedback that is no text', { feedback_detail: '' }, { feedback: [] }],
  [
    'one feedback that is nothing',
    {
      feedback_detail: [null, 'x', { feedback_content: 'y', feedback_time: '2026/11/20 10:00', feedback_visit_id: '' }],
    },
    { feedback: [{ content: 'y', at: '2026-11-20T10:00:00+08:00', visitId: null }] },
  ],
  ['feedback that is a number', { latest_feedback_content: 3 }, { feedback: [{ content: '3' }] }],
  ['a result that is a number', { task_achievement: 100 }, { achievement: '100' }],
  ['a source that is a number', { task_source_name: 1 }, { sourceName: '1' }],
  ['a source that is a list', { task_source_name: ['a'] }, { sourceName: null }],
  ['a demand with a fraction', { execute_demand: 1.5 }, { onSite: 'unknown' }],
  ['a demand that is a number', { execute_demand: 1 }, { onSite: 'on_site' }],
  ['no status', { status: undefined }, { status: 'open' }],
  ['a status that is an object', { status: {} }, { status: 'open' }],
  ['a state that is a number', { task_status: 2 }, { status: 'done', stageRaw: '2' }],
  ['no state', { task_status: undefined }, { status: 'unknown', stage: 'unknown' }],
  ['a type that is a number', { task_type_id: 10_001 }, { type: { id: '10001' } }],
  ['a type that is a list', { task_type_id: ['1'] }, { type: null }],
  ['words with tags', { task_content: '<p>送 A&amp;B</p><p>两件</p>' }, { title: '送 A&B', detail: '送 A&B\n两件' }],
  ['words that are a number', { task_content: 365 }, { title: '365' }],
  ['times that are odd', { create_time: {}, modify_time: '昨天' }, { createdAt: null, modifiedAt: null }],
  ['half a character', { task_content: `送${'\uD83D'}货` }, { title: '送\uFFFD货' }],
]

describe('a task of 勤策 is shown whatever else comes with its id', () => {
  let items: z.infer<typeof FieldTaskList>['items']
  beforeAll(async () => {
    vendor.tasks = oddFields.map(([, patch], index) => task({ ...patch, task_id: `odd${index}` }))
    const list = await listAfter(0)
    expect([list.state, list.leftOut]).toEqual(['fresh', undefined])
    items = list.items
  })
  const cases = oddFields.map(([name, , right = {}], index) => ({ name, right, id: `waiqin:odd${index}` }))

  it.each(cases)('$name', ({ right, id }) => {
    expect(items.find((item) => item.id === id)).toMatchObject(right)
  })

  it('and what could not be read is counted by its field', async () => {
    const metrics = (await bff.get('/metrics')).body
    expect(metrics).toMatch(
      /sidedesk_unreadable_values_total\{source="waiqin",operation="queryTask",field="feedback_deadline"\} [1-9]/,
    )
  })

  it('with all digits of an id that came as a number', async () => {
    const row = JSON.stringify(task({ task_id: 0, task_type_id: 0 })).replaceAll(/:0(?=[,}])/g, ':7269195022934925565')
    vendor.answer = `{"return_code":0,"response_data":${JSON.stringify(`[${row}]`)}}`
    const { items } = await listAfter(minuteMs)
    const shown = items.find(({ id }) => id === 'waiqin:7269195022934925565')
    expect(shown?.type?.id).toBe('7269195022934925565')
  })
})

describe('no tasks', () => {
  it.each([['null'], ['""'], ['"null"'], ['{}'], ['"{}"'], ['[]'], ['"[]"'], ['" "']])(
    'told as %s are none, and the list is fresh',
    async (response_data) => {
      vendor.answer = `{"return_code":"0","response_data":${response_data}}`
      expect((await listAfter(minuteMs)).state).toBe('fresh')
      expect((await bff.sources.progress()).map(({ lastError }) => lastError)).toEqual([null, null, null])
    },
  )

  it('are not told by a refusal, nor by what is no list', async () => {
    vendor.answer = '{"return_code":"1","response_data":""}'
    expect(await listAfter(minuteMs)).toMatchObject({ state: 'stale', problem: { code: 'upstream_refused' } })
    vendor.answer = '{"return_code":"0","response_data":"系统繁忙"}'
    expect(await listAfter(minuteMs)).toMatchObject({ state: 'stale', problem: { code: 'upstream_unreadable' } })
  })
})

describe('a row that cannot be read', () => {
  const ofMine = task({ task_id: null })
  const ofStranger = task({ task_id: {}, customer_id: 'c9', receivers: [{ id: '77' }, 'x'] })

  it('is told in the lists of its customer and its people, once, until it can be read', async () => {
    vendor.tasks = [task(), ofMine, ofStranger]
    const told = await listAfter(minuteMs)
    expect(told).toMatchObject({ state: 'stale', leftOut: 1, problem: { code: 'rows_left_out' } })
    expect(told.items.map(({ id }) => id)).toContain('waiqin:1')
    expect((await listAfter(hourMs, 'me')).leftOut).toBe(1)
    vendor.tasks = [task(), task({ task_id: '2' }), ofStranger]
    const mended = await listAfter(hourMs)
    expect([mended.state, mended.leftOut]).toEqual(['fresh', undefined])
  })

  it('is not among mine where it is for a colleague', async () => {
    vendor.tasks = [task(), { ...ofMine, receivers: [{ id: '77' }] }]
    expect((await listAfter(hourMs)).leftOut).toBe(1)
    expect((await listAfter(minuteMs, 'me')).leftOut).toBeUndefined()
    const mine = await listAfter(minuteMs, `contacts/${seedContact}`, 'limit=200&mine=1')
    expect(mine.leftOut).toBeUndefined()
  })

  it('is named by the store with operation, field and what it can be found by', async () => {
    vendor.customers = [
      { id: null, cm_code: 'QG0001' },
      { id: 'c1', cm_name: 365 },
    ]
    vendor.types = [{ type_name: '巡店' }, { type_id: 't1', type_name: '陈列' }]
    vendor.tasks = [task(), ofMine]
    await listAfter(hourMs)
    const rows = await bff.store.leftOut.all('waiqin')
    const named = new Set(rows.map(({ operation, field, id }) => `${operation} ${field} ${id}`))
    expect([...named].sort()).toEqual([
      'queryCustomer id cm_code QG0001',
      'queryTask task_id create_time 2026-11-19 10:00',
      'queryTaskType type_id null',
    ])
    vendor.customers = []
    vendor.types = []
    vendor.tasks = [task()]
    await listAfter(hourMs)
    expect(await bff.store.leftOut.all('waiqin')).toEqual([])
  })
})

describe('the kept tasks', () => {
  it('lose one that 勤策 does not have any more, and one that went to a colleague', async () => {
    vendor.tasks = [task(), task({ task_id: '2' })]
    expect((await listAfter(hourMs)).items.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['waiqin:1', 'waiqin:2']),
    )
    vendor.tasks = [task({ task_id: '2', receivers: [{ id: '77' }], modify_time: '2026-11-20 09:00' })]
    expect((await listAfter(minuteMs, 'me')).items.map(({ id }) => id)).not.toContain('waiqin:2')
    const { items } = await listAfter(hourMs)
    expect(items.map(({ id }) => id)).not.toContain('waiqin:1')
    expect(items.map(({ id }) => id)).toContain('waiqin:2')
  })

  it('come once each though a new one arrives between two pages', async () => {
    vendor.tasks = [1, 2, 3, 4].map((day) => task({ task_id: `p${day}`, feedback_deadline: `2026-12-0${day} 10:00` }))
    const first = await listAfter(hourMs, `contacts/${seedContact}`, 'limit=2')
    vendor.tasks = [task({ task_id: 'top', feedback_deadline: '2026-11-30 10:00' }), ...vendor.tasks]
    const cursor = encodeURIComponent(first.next ?? '')
    const second = await listAfter(minuteMs, `contacts/${seedContact}`, `limit=2&cursor=${cursor}`)
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(second.items).toHaveLength(2)
  })
})
