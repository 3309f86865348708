import { afterEach, beforeEach, expect, test } from 'vitest'
import page from '../../src/sandbox/seeds/waiqin.query-task-type.json' with { type: 'json' }
import { cast } from '../../src/sandbox/world/cast.ts'
import { startWaiqinCaller, type WaiqinCaller } from './support/waiqin-caller.ts'

let caller: WaiqinCaller
beforeEach(async () => {
  caller = await startWaiqinCaller()
})
afterEach(() => caller.vendor.close())

const customers = { api: 'customer' }

test('the first type is the one of the vendor’s page, word for word', async () => {
  const [first] = await caller.rows('queryTaskType', {})
  expect(first).toEqual(page[0])
})

test('types are asked for by id, and unknown ids find none', async () => {
  const type_ids = ['6067108969643484902', '5030058251754787854']
  expect(await caller.rows('queryTaskType', { type_ids })).toMatchObject([{ type_name: '补货' }])
  expect(await caller.ask('queryTaskType', { type_ids: '6067108969643484902' })).toMatchObject({ return_code: '1' })
})

test('some types are stopped or deleted, and every task but the sample’s has a type that is listed', async () => {
  const types = await caller.rows('queryTaskType', {})
  expect(new Set(types.map(({ status }) => status))).toEqual(new Set(['0', '1', '2']))
  const known = new Set(types.map(({ type_id }) => type_id))
  const orphans = (await caller.tasks({})).filter(({ task_type_id }) => !known.has(task_type_id))
  expect(orphans.map(({ task_id }) => task_id)).toEqual(['10001'])
})

test('a wrong digest is refused at every query', async () => {
  const digest = '0'.repeat(32)
  for (const [operation, api] of [
    ['queryTaskType', 'cusTask'],
    ['queryCustomer', 'customer'],
  ] as const)
    expect(await caller.ask(operation, {}, { api, digest })).toMatchObject({ return_code: '1', response_data: '' })
})

test('the seed customer is 陈晓雨’s shop, managed by her salesperson', async () => {
  const rows = await caller.rows('queryCustomer', { page_number: '1' }, customers)
  expect(rows.find(({ id }) => id === cast.seedCustomer)).toMatchObject({
    cm_name: '晓雨便利店',
    cm_linkman_name: '陈晓雨',
    cm_linkman_mobile: '13800001111',
    cm_manager_id: '4622857986008792650',
  })
})

test('every task of the world is about a customer that is listed', async () => {
  const known = new Set((await caller.rows('queryCustomer', {}, customers)).map(({ id }) => id))
  expect((await caller.tasks({})).filter(({ customer_id }) => !known.has(customer_id))).toEqual([])
})

test('customers come 1000 a page', async () => {
  const large = await startWaiqinCaller({ fieldTasks: 60_000 })
  const sizes = await Promise.all(
    ['1', '2', '3'].map(async (page_number) => (await large.rows('queryCustomer', { page_number }, customers)).length),
  )
  expect(sizes[0]).toBe(1000)
  expect(sizes[1]).toBeGreaterThan(0)
  expect(sizes[1]).toBeLessThan(1000)
  expect(sizes[2]).toBe(0)
  await large.vendor.close()
})

test('customers are narrowed by status, and a page that is no text is refused', async () => {
  caller.vendor.addCustomer({ id: '7269195022934929999', cm_name: '停用门店', cm_status: '0' })
  expect(await caller.rows('queryCustomer', { status: '0' }, customers)).toMatchObject([{ cm_name: '停用门店' }])
  caller.vendor.removeCustomer('7269195022934929999')
  expect(await caller.rows('queryCustomer', { status: '0' }, customers)).toEqual([])
  expect(await caller.ask('queryCustomer', { page_number: 1 }, customers)).toMatchObject({ return_code: '1' })
})
