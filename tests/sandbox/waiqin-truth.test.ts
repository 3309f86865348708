import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startWaiqinCaller, type WaiqinCaller } from './support/waiqin-caller.ts'

let caller: WaiqinCaller
beforeEach(async () => {
  caller = await startWaiqinCaller()
})
afterEach(() => caller.vendor.close())

const today = { modify_date_from: '2024-08-08', modify_date_to: '2024-08-08' }
const dayMs = 86_400_000
const added = { customerId: cast.seedCustomer, content: '送样品', receiver: cast.salesperson }

describe('when the truth changes', () => {
  beforeEach(() => caller.pass(dayMs))

  test('an added task is there, made today', async () => {
    const id = caller.vendor.addFieldTask(added)
    expect(await caller.tasks(today)).toMatchObject([
      {
        task_id: id,
        task_content: '送样品',
        receivers: [{ id: '4622857986008792650' }],
        feedback_deadline: '2024-08-11 15:30',
      },
    ])
  })

  test('a completed and a deleted task are found by the day of their change', async () => {
    const id = caller.vendor.addFieldTask(added)
    caller.vendor.completeFieldTask(id)
    caller.vendor.deleteFieldTask('10001')
    const rows = await caller.tasks(today)
    expect(rows.find(({ task_id }) => task_id === id)).toMatchObject({ task_status: '2', status: 1 })
    expect(rows.find(({ task_id }) => task_id === '10001')).toMatchObject({ status: 0 })
  })

  test('a changed row of the bulk moves, and no row is lost or doubled by it', async () => {
    const bulkIds = (await caller.tasks({})).map(({ task_id }) => task_id).slice(-40)
    for (const id of [bulkIds[0], bulkIds[7], bulkIds[39]])
      caller.vendor.modifyFieldTask(id ?? '', { task_content: '改' })
    const pages = await Promise.all(
      Array.from({ length: 13 }, (_, at) => caller.tasks({ page: String(at + 1), rows: '47' })),
    )
    const ids = pages.flat().map(({ task_id }) => task_id)
    expect(new Set(ids).size).toBe(600)
    expect(ids).toHaveLength(600)
    expect(await caller.tasks(today)).toHaveLength(3)
  })

  test('a task that vanishes is told no more, and comes back as it was', async () => {
    const id = caller.vendor.addFieldTask(added)
    const task = caller.vendor.vanishFieldTask(id)
    expect(await caller.tasks(today)).toEqual([])
    caller.vendor.restoreFieldTask(task)
    expect(await caller.tasks(today)).toMatchObject([{ task_id: id, modify_time: task.modify_time }])
  })

  test('a row of the bulk vanishes, too', async () => {
    const [id = ''] = (await caller.tasks({})).map(({ task_id }) => task_id).slice(-1)
    const size = caller.vendor.size()
    caller.vendor.vanishFieldTask(id)
    const ids = (await caller.tasks({})).map(({ task_id }) => task_id)
    expect([ids.includes(id), ids.length, caller.vendor.size()]).toEqual([false, size - 1, size - 1])
  })

  test('a quiet change leaves the time of the last one', async () => {
    const { modify_time } = caller.vendor.fieldTask('10001') ?? {}
    caller.vendor.modifyQuietly('10001', { task_status: '2' })
    expect(caller.vendor.fieldTask('10001')).toMatchObject({ task_status: '2', modify_time })
  })

  test('reset brings back what was there, quirks and fault too', async () => {
    caller.vendor.deleteFieldTask('10001')
    caller.vendor.setQuirks({ numericCode: true })
    caller.vendor.fault = 'refusing'
    caller.vendor.reset()
    expect(caller.vendor.fieldTask('10001')).toMatchObject({ status: 1 })
    expect(await caller.ask('queryTask', {})).toMatchObject({ return_code: '0' })
    expect(caller.vendor.seen).toHaveLength(1)
  })
})

describe('quirks', () => {
  test('arrayData and numericCode change the envelope', async () => {
    caller.vendor.setQuirks({ arrayData: true, numericCode: true })
    const { return_code, response_data } = await caller.ask('queryTask', { rows: '3' })
    expect(return_code).toBe(0)
    expect(response_data).toHaveLength(3)
  })

  test('overlap repeats the last row of a page and loses none', async () => {
    caller.vendor.quirks.overlap = true
    const first = await caller.tasks({ page: '1', rows: '100' })
    const second = await caller.tasks({ page: '2', rows: '100' })
    expect(second[0]).toEqual(first[99])
    expect(second[1]?.task_id).not.toBe(first[99]?.task_id)
  })

  test('badRow breaks the first row alone', async () => {
    caller.vendor.quirks.badRow = true
    const [first, second] = await caller.rows('queryTask', { rows: '2' })
    expect(first).toMatchObject({ task_id: null, receivers: '待定' })
    expect(second).toMatchObject({ task_id: expect.any(String) })
  })

  test('hidden leaves out the tasks of some days of creation', async () => {
    const all = await caller.tasks({})
    const from = Date.parse('2024-07-01T00:00:00+08:00')
    caller.vendor.setQuirks({ hidden: { from, to: from + 30 * dayMs } })
    const told = await caller.tasks({})
    const isLeftOut = ({ create_time: at }: { create_time: string }) => at >= '2024-07-01' && at < '2024-07-31'
    expect(told).toEqual(all.filter((task) => !isLeftOut(task)))
    expect(told.length).toBeLessThan(all.length)
    expect(await caller.tasks({ page: '2', rows: '50' })).toEqual(told.slice(50, 100))
  })

  test('cutData ends in the middle, emptyText is an empty page of another kind', async () => {
    caller.vendor.quirks.cutData = true
    const { response_data } = await caller.ask('queryTask', { rows: '2' })
    expect(() => JSON.parse(String(response_data))).toThrow(SyntaxError)
    caller.vendor.setQuirks({ cutData: false, emptyText: true })
    expect(await caller.ask('queryTask', { page: '99' })).toMatchObject({ return_code: '0', response_data: '' })
  })
})

test('a million tasks cost nothing until somebody asks', async () => {
  const large = await startWaiqinCaller({ fieldTasks: 1_000_000 })
  expect(large.vendor.size()).toBe(1_000_000)
  const last = await large.tasks({ page: '1000', rows: '1000' })
  expect(last).toHaveLength(1000)
  expect(await large.tasks({ page: '1001', rows: '1000' })).toEqual([])
  await large.vendor.close()
})
