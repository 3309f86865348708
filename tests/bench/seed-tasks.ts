import type { Store } from '../../src/bff/store/store.ts'
import { toTaskRow } from '../../src/bff/sources/waiqin/map.ts'
import { WireTask } from '../../src/bff/sources/waiqin/wire.ts'

const pageSize = 1000
const tasksPerCustomer = 50
const state = {
  name: 'seed',
  checkpoint: null,
  rows: 0,
  startedAt: null,
  completedAt: null,
  lastError: null,
  lastErrorAt: null,
}

export interface Seeded {
  customerIds: readonly string[]
  /** Theirs are as many tasks as of the busiest salesperson there is. */
  staffId: string
}

/** The first rows are of these customers and this salesperson, so that what they have does not grow with the company. */
function taskOf(index: number, { customerIds, staffId }: Seeded) {
  const own = customerIds.length * tasksPerCustomer
  const company = `73${String(Math.floor((index - own) / tasksPerCustomer)).padStart(17, '0')}`
  const customerId = index < own ? (customerIds[index % customerIds.length] ?? company) : company
  const person = { id: index < own ? staffId : `59${String(index % 4000).padStart(17, '0')}`, name: '外勤' }
  return toTaskRow(
    WireTask.parse({
      task_id: `66${String(index).padStart(17, '0')}`,
      status: 1,
      task_status: index % 10 < 4 ? '0' : '2',
      create_time: `2026-0${1 + (index % 9)}-12 10:33`,
      modify_time: `2026-0${1 + (index % 9)}-14 15:02`,
      feedback_deadline: `2027-0${1 + (index % 9)}-20 18:00`,
      execute_demand: '1',
      task_type_id: '10001',
      task_content: `巡店 第${index}次\n检查陈列、价签和库存，拍照上传；缺货登记后联系仓库补货。`,
      customer_id: customerId,
      receivers: [person],
      creator: { id: '5900000000000009999', name: '主管' },
      feedback_detail: [{ feedback_content: '已到店', feedback_visit_id: '1', feedback_time: '2026-10-01 11:21' }],
    }),
  )
}

/** Puts rows `from` to `to` into the store by its own verb. */
export async function seedTasks(store: Store, seeded: Seeded, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += pageSize) {
    const rows = Array.from({ length: Math.min(pageSize, to - start) }, (_, offset) => taskOf(start + offset, seeded))
    await store.fieldTasks.put(rows, state)
  }
}
