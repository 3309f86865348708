import { assert, constantFrom, json, jsonValue, oneof, property, tuple } from 'fast-check'
import { expect, it } from 'vitest'
import { FieldTask } from '#contract/field-task'
import { readPage, type OwnerSchema } from '../../../../src/bff/sources/read-page.ts'
import { toCustomerRow } from '../../../../src/bff/sources/waiqin/map-customer.ts'
import { TaskBody, toTaskRow, toTypeRow, TypeBody } from '../../../../src/bff/sources/waiqin/map.ts'
import { toFieldTask } from '../../../../src/bff/sources/waiqin/to-field-task.ts'
import { CustomerOwner, TaskOwner, WireCustomer, WireTask, WireType } from '../../../../src/bff/sources/waiqin/wire.ts'

const task = {
  task_id: '1',
  customer_id: 'c1',
  status: 1,
  task_status: '0',
  task_type_id: '7',
  task_content: '回访',
  execute_demand: '1',
  create_time: '2026-11-19 10:00',
  modify_time: '2026-11-19 10:01',
  feedback_deadline: '2026-11-25 18:00',
  latest_feedback_time: '2026-11-19 10:02',
  latest_feedback_content: '好',
  task_source_name: '源',
  task_achievement: '成',
  visit_implement_id: '5',
  creator: { id: '901', name: '赵敏' },
  receivers: [{ id: '900', name: '孟祥宇', source_code: 'm' }],
  feedback_detail: [{ feedback_content: '好', feedback_visit_id: '3', feedback_time: '2026-11-19 10:02' }],
}
const customer = {
  id: 'c1',
  cm_name: '店',
  cm_code: 'Q1',
  cm_tel: '025-88887777',
  cm_addr: '南坪',
  cm_manager_id: '900',
  cm_linkman_name: '王',
  cm_linkman_mobile: '13800001111',
  cm_linkman_office_tel: '',
  linkmans: [{ cm_linkman_name: '李' }],
}
const type = { type_id: '7', type_name: '陈列', feedback_picture_required: '1', is_album_permitted: '0' }

const page = {
  source: 'waiqin',
  operation: 'queryTask',
  isMirrored: true,
  log: { info: () => undefined, warn: () => undefined },
} as const

const oddTexts = constantFrom(
  '',
  '[]',
  '{}',
  'null',
  '0',
  '1e9',
  '[[',
  '2026-02-30',
  '0000-00-00',
  '1,2',
  '\u0000',
  '<p>',
)
const value = oneof(jsonValue({ maxDepth: 3 }), json({ maxDepth: 2 }), oddTexts)
const fieldsOf = (row: object, id: string) => constantFrom(...Object.keys(row).filter((name) => name !== id))

/** Between the first day that any of the vendor's times may be, and the last. */
const isPlausible = (time: string | null): boolean => time === null || (time >= '1900' && time < '9999-12-31T24')

it('any JSON value in any field of a task but its id leaves the task, with the other fields as they are', () => {
  assert(
    property(fieldsOf(task, 'task_id'), value, (field, odd) => {
      const { rows, leftOut } = readPage(WireTask, [{ ...task, [field]: odd }], page)
      expect(leftOut).toEqual([])
      const [row] = rows.map(toTaskRow)
      const names = { types: new Map(), customers: new Map() }
      const read = row && FieldTask.parse(toFieldTask(TaskBody.parse(row.body), names, { staffId: '900', now: 0 }))
      expect(row).toMatchObject({ taskId: '1', ...(field === 'customer_id' ? {} : { customerId: 'c1' }) })
      expect(read).toMatchObject({
        id: 'waiqin:1',
        ...(field === 'feedback_deadline' ? {} : { dueAt: '2026-11-25T18:00:00+08:00' }),
        ...(field === 'create_time' ? {} : { createdAt: '2026-11-19T10:00:00+08:00' }),
        ...(field === 'receivers' || field === 'creator' ? {} : { mine: true }),
      })
      expect([read?.dueAt, read?.createdAt, read?.modifiedAt].every((time) => isPlausible(time ?? null))).toBe(true)
    }),
  )
})

it('any JSON value in any field of a customer or a type but its id leaves the row', () => {
  assert(
    property(fieldsOf(customer, 'id'), fieldsOf(type, 'type_id'), value, (field, ofType, odd) => {
      const customers = readPage(WireCustomer, [{ ...customer, [field]: odd }], page).rows.map(toCustomerRow)
      expect(customers).toMatchObject([{ customerId: 'c1' }])
      const types = readPage(WireType, [{ ...type, [ofType]: odd }], page).rows.map(toTypeRow)
      expect(types).toMatchObject([{ typeId: '7' }])
      TypeBody.parse(types[0]?.body)
    }),
  )
})

const owners: [string, OwnerSchema, object][] = [
  ['task', TaskOwner, task],
  ['customer', CustomerOwner, customer],
]
it.each(owners)(
  'a %s without an id is left out with what of its owners can be read, whatever else it holds',
  (_, Owner, row) => {
    const unread = { ...row, task_id: null, id: null }
    const Schema = Owner === TaskOwner ? WireTask : WireCustomer
    assert(
      property(tuple(fieldsOf(row, 'none'), value), value, ([field, odd], entry) => {
        const receivers = [entry, { id: '900' }]
        const odds = { ...unread, receivers, [field]: odd, task_id: null, id: null }
        const { leftOut } = readPage(Schema, [odds], { ...page, Owner })
        expect(leftOut).toHaveLength(1)
        if (Owner !== TaskOwner) return
        if (field !== 'receivers') expect(leftOut[0]?.staffIds).toContain('900')
        if (field !== 'customer_id') expect(leftOut[0]?.subject).toBe('c1')
      }),
    )
  },
)
