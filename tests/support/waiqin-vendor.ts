import { z } from 'zod'
import { fakeHttp } from './fake-http.ts'

export interface Task {
  task_id: string
  create_time: string
  modify_time: string
  status?: number | string
  task_status?: string
  customer_id?: string
  task_type_id?: string
  receivers?: object[]
}

const Body = z.record(z.string(), z.unknown())

/** A small 勤策: like the simulator, but a test can change its pages. */
export function createWaiqinVendor() {
  const vendor = {
    tasks: [] as Task[],
    customers: [] as object[],
    types: [] as { type_id: string; type_name: string }[],
    calls: [] as { operation: string; body: Record<string, unknown> }[],
    /** Called before each answer: may throw. */
    before: (_operation: string, _body: Record<string, unknown>): void => undefined,
    pageOf: (rows: readonly object[], page: number, size: number): readonly object[] =>
      rows.slice((page - 1) * size, page * size),
  }
  const answers: Record<string, (body: Record<string, unknown>) => readonly object[]> = {
    queryTask(body) {
      const by = 'create_date_from' in body ? 'create' : 'modify'
      const isIn = (task: Task) => {
        const day = task[`${by}_time`].slice(0, 10)
        return day >= String(body[`${by}_date_from`]) && day <= String(body[`${by}_date_to`])
      }
      return vendor.pageOf(vendor.tasks.filter(isIn), Number(body['page']), Number(body['rows']))
    },
    queryCustomer: (body) => vendor.pageOf(vendor.customers, Number(body['page_number']), 1000),
    queryTaskType: ({ type_ids: ids }) =>
      vendor.types.filter(({ type_id }) => !Array.isArray(ids) || ids.includes(type_id)),
  }
  const http = fakeHttp(({ operation, body: text = '' }) => {
    const body = Body.parse(JSON.parse(text))
    vendor.calls.push({ operation, body })
    vendor.before(operation, body)
    const rows = answers[operation]?.(body) ?? []
    return { return_code: '0', response_data: JSON.stringify(rows) }
  })
  return { vendor, http }
}

export type WaiqinVendor = ReturnType<typeof createWaiqinVendor>['vendor']

export const taskOf = (index: number, day = '2026-03-01'): Task => ({
  task_id: `t${index}`,
  create_time: `${day} 10:00`,
  modify_time: `${day} 10:00`,
  status: 1,
  task_status: '0',
  customer_id: 'c1',
})
export const many = (count: number, day?: string) => Array.from({ length: count }, (_, index) => taskOf(index, day))

export const waiqinConfig = {
  apiUrl: 'http://waiqin.test',
  openid: '1',
  appKey: 'k',
  since: '2026-01-01',
  isSourceCodeUserid: true,
  visibility: 'own',
} as const

/** All tasks of the customer of these tasks, for a reader who may see them. */
export const allTasks = {
  subjects: ['c1'],
  confirmed: ['c1'],
  staffId: null,
  status: 'all',
  mine: false,
  refresh: false,
} as const
