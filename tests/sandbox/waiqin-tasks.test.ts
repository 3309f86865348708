import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import page from '../../src/sandbox/seeds/waiqin.query-task.json' with { type: 'json' }
import { startWaiqinCaller, type WaiqinCaller } from './support/waiqin-caller.ts'

let caller: WaiqinCaller
beforeEach(async () => {
  caller = await startWaiqinCaller()
})
afterEach(() => caller.vendor.close())

const idsOf = (rows: { task_id: string }[]) => rows.map(({ task_id }) => task_id)
const day = (text: string) => text.slice(0, 10)

test('the first row is the one of the vendor’s page, word for word', async () => {
  expect(await caller.tasks({ rows: '1' })).toEqual(page)
})

test('about 600 tasks, each with its own 19-digit id but the first', async () => {
  const ids = idsOf(await caller.tasks({}))
  expect(ids).toHaveLength(600)
  expect(new Set(ids).size).toBe(600)
  expect(ids.slice(1).every((id) => /^\d{19}$/.test(id))).toBe(true)
})

describe('paging', () => {
  test('a full last page is followed by an empty one', async () => {
    const pages = await Promise.all(['1', '2', '3', '4'].map((at) => caller.tasks({ page: at, rows: '200' })))
    expect(pages.map(({ length }) => length)).toEqual([200, 200, 200, 0])
    expect(new Set(pages.flatMap(idsOf)).size).toBe(600)
  })

  test('more than 1000 rows are cut to 1000', async () => {
    const large = await startWaiqinCaller({ fieldTasks: 1500 })
    expect(await large.tasks({ rows: '5000' })).toHaveLength(1000)
    expect(await large.tasks({ rows: '5000', page: '2' })).toHaveLength(500)
    await large.vendor.close()
  })

  test.each([{ page: 1 }, { rows: 1000 }, { page: '0' }, { rows: '-1' }, { rows: 'all' }])(
    '%j is refused: numbers are text and begin at 1',
    async (body) => {
      expect(await caller.ask('queryTask', body)).toMatchObject({ return_code: '1', response_data: '' })
    },
  )

  test('a body that is no JSON object is refused', async () => {
    for (const raw of ['', '[]', '{"rows":'])
      expect(await caller.ask('queryTask', {}, { raw })).toMatchObject({ return_code: '1' })
  })
})

describe('date windows', () => {
  test.each(['create', 'modify'] as const)('both days of a %s window count', async (of) => {
    const at = (row: { create_time: string; modify_time: string }) => day(row[`${of}_time`])
    const all = await caller.tasks({})
    const [from = '', to = ''] = [...new Set(all.map(at))].sort().slice(-3)
    const found = await caller.tasks({ [`${of}_date_from`]: from, [`${of}_date_to`]: to })
    expect(idsOf(found).sort()).toEqual(idsOf(all.filter((row) => at(row) >= from && at(row) <= to)).sort())
    expect(found.some((row) => at(row) === from)).toBe(true)
    expect(found.some((row) => at(row) === to)).toBe(true)
  })

  test('one bound alone is enough, and both windows together narrow', async () => {
    const old = await caller.tasks({ create_date_to: '2020-12-31' })
    expect(idsOf(old)).toEqual(['10001'])
    expect(await caller.tasks({ create_date_to: '2020-12-31', modify_date_from: '2021-01-01' })).toEqual([])
  })

  test('years of days cut into windows hold every task once', async () => {
    const windows = ['2020', '2021', '2022', '2023', '2024'].map((year) =>
      caller.tasks({ create_date_from: `${year}-01-01`, create_date_to: `${year}-12-31` }),
    )
    const ids = (await Promise.all(windows)).flatMap(idsOf)
    expect(ids).toHaveLength(600)
    expect(new Set(ids).size).toBe(600)
  })

  test.each(['2024/08/07', '20240807', '2024-08-07 00:00', '2024-13-40'])('%s is no day', async (create_date_from) => {
    expect(await caller.ask('queryTask', { create_date_from })).toMatchObject({ return_code: '1' })
  })
})

describe('what the rows look like', () => {
  test('deleted tasks come with status 0, and the status is now a number, now text', async () => {
    const statuses = new Set((await caller.tasks({})).map(({ status }) => status))
    expect(statuses).toEqual(new Set([1, '1', 0, '0']))
  })

  test('some people have no source_code', async () => {
    const people = (await caller.tasks({})).flatMap(({ receivers, creator }) => receivers.concat(creator))
    const withCode = people.filter((person) => 'source_code' in person)
    expect(withCode.length).toBeGreaterThan(0)
    expect(withCode.length).toBeLessThan(people.length)
  })

  test('every state occurs, with and without a deadline', async () => {
    const rows = await caller.tasks({})
    expect(new Set(rows.map(({ task_status }) => task_status))).toEqual(new Set(['0', '1', '2', '3']))
    expect(rows.some(({ feedback_deadline }) => feedback_deadline === '')).toBe(true)
  })

  test('no task was made or changed after now', async () => {
    const rows = await caller.tasks({})
    const latest = rows
      .flatMap(({ create_time, modify_time }) => [create_time, modify_time])
      .sort()
      .at(-1)
    expect(latest?.localeCompare('2024-08-07 15:30')).toBeLessThanOrEqual(0)
  })
})
