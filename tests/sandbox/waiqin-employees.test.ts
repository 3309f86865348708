import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startWaiqinCaller, type WaiqinCaller } from './support/waiqin-caller.ts'

let caller: WaiqinCaller
beforeEach(async () => {
  caller = await startWaiqinCaller()
})
afterEach(() => caller.vendor.close())

const api = { api: 'employee', version: 'v3' }
const Employee = z.looseObject({
  id: z.string(),
  emp_id: z.string(),
  emp_code: z.string(),
  emp_name: z.string(),
  emp_status: z.enum(['0', '1', '2']),
})
const employees = async (body: object = {}) => z.array(Employee).parse(await caller.rows('queryEmployee', body, api))

test('are those of our people, of those who left, and of some whom nobody is', async () => {
  const all = await employees()
  const named = (name: string) => all.filter(({ emp_name }) => emp_name === name)
  expect(named('孟祥宇')).toMatchObject([{ id: '4622857986008792650', emp_id: '', emp_status: '1' }])
  expect(named('冉启明')).toMatchObject([{ emp_id: 'ranqiming', emp_status: '1' }])
  expect(named('李秀英').length).toBeGreaterThanOrEqual(2)
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  const disabled = new Set(all.map(({ emp_status }) => emp_status))
  expect(disabled).toEqual(new Set(['0', '1', '2']))
})

test('whose tasks are told are employees, with the same code', async () => {
  const codes = new Map((await employees()).map(({ id, emp_id }) => [id, emp_id]))
  const receivers = (await caller.tasks({}))
    .filter(({ task_id }) => task_id !== '10001')
    .flatMap((task) => task.receivers)
  expect(receivers.filter(({ id, source_code }) => codes.get(id) !== (source_code ?? ''))).toEqual([])
})

test('are found by 勤策’s id, which counts before the tenant’s, and by state', async () => {
  const id = '5781204466310927902'
  expect(await employees({ emp_id: cast.withoutYoumiId })).toMatchObject([{ id }])
  expect(await employees({ id, emp_id: cast.busiest })).toMatchObject([{ id, emp_name: '周伟' }])
  const closed = [...(await employees({ emp_status: '0' })), ...(await employees({ emp_status: '2' }))]
  expect(closed.map(({ emp_code }) => emp_code)).toContain('ZhouWei')
})

test('come a thousand a page, or a hundred', async () => {
  const all = await employees()
  expect(await employees({ page_number: '2' })).toEqual([])
  caller.vendor.setQuirks({ shortPages: true })
  const pages = [await employees(), await employees({ page_number: '2' }), await employees({ page_number: '3' })]
  expect(pages[0]).toHaveLength(100)
  expect(pages.flat()).toEqual(all)
})

test('are told to whom the tenant grants them alone, and only with a right digest', async () => {
  const digest = '0'.repeat(32)
  expect(await caller.ask('queryEmployee', {}, { ...api, digest })).toMatchObject({ return_code: '1' })
  caller.vendor.setQuirks({ withoutEmployees: true })
  expect(await caller.ask('queryEmployee', {}, api)).toMatchObject({ return_code: '1', response_data: '' })
  expect((await caller.tasks({})).length).toBeGreaterThan(0)
})

test('may come with a first row that has no id', async () => {
  caller.vendor.setQuirks({ badRow: true })
  const [first] = await caller.rows('queryEmployee', {}, api)
  expect(first).toMatchObject({ id: null, emp_name: '孟祥宇' })
})

test('of whom nobody is have open tasks about shops of nobody here', async () => {
  const stray = (await employees()).find(({ emp_name }) => emp_name === '夜班督导')
  const open = caller.vendor.openTasksOf(stray?.id ?? '')
  expect(open).toHaveLength(19)
  const shops = new Set(caller.world.contacts.map(({ waiqinId }) => waiqinId))
  expect(open.filter(({ customer_id }) => shops.has(customer_id))).toEqual([])
})
