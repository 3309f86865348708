import { dayMs } from '../china-time.ts'
import type { Customer, Person, Task } from './entities.ts'
import { office } from './people.ts'
import { firstKind, kinds } from './seed-types.ts'
import { createTask } from './task-outline.ts'

/** First and last index, both included; empty where `last < first`. */
export interface Span {
  first: number
  last: number
}

export interface Bulk {
  count: number
  customers: number
  task(index: number): Task
  customer(index: number): Customer
  /** The tasks created or modified between `from` and `to` (epoch ms, `to` is exclusive). */
  span(of: 'create' | 'modify', from: number, to: number): Span
  indexOf(taskId: string): number | null
}

const spread = 1095 * dayMs
/** Every bulk task was modified this long after its creation, so that both orders are the same. */
const touchedAfterMs = 26 * 3_600_000
const tasksPerCustomer = 50
const idPrefix = '66'

/** Whom nobody in our company is. */
export const bulkPeople: readonly Person[] = Array.from({ length: 40 }, (_, index) => ({
  id: `59${String(index).padStart(17, '0')}`,
  name: `外勤${String(index + 1).padStart(2, '0')}`,
  ...(index % 4 !== 0 && { source_code: `WQ${String(index + 1).padStart(4, '0')}` }),
}))

const customerId = (index: number) => `73${String(index).padStart(17, '0')}`
const statuses = ['2', '2', '2', '2', '1', '0', '3', '2', '2', '2'] as const

/** Picks by a hash of the index, so that any row can be computed on its own. */
function pick<T>(list: readonly T[], hash: number, fallback: T): T {
  return list[hash % list.length] ?? fallback
}

/** Tasks of a large company in any number: each is computed on request and not stored. */
export function createBulk(count: number, now: number, seed: number): Bulk {
  const start = now - 2 * dayMs - spread
  const step = spread / Math.max(1, count)
  const createdAt = (index: number) => start + index * step
  const customers = Math.ceil(count / tasksPerCustomer)

  function task(index: number): Task {
    const hash = Math.imul(index + seed, 0x9e3779b1) >>> 8
    const kind = pick(kinds, hash, firstKind)
    const at = createdAt(index)
    return createTask({
      id: `${idPrefix}${String(index).padStart(17, '0')}`,
      customerId: customerId(index % customers),
      receivers: [bulkPeople[index % 40] ?? office[0]],
      creator: office[index % 2] ?? office[0],
      typeId: kind.id,
      content: pick(kind.contents, hash >>> 4, kind.name),
      createdAt: at,
      modifiedAt: at + touchedAfterMs,
      dueAt: at + 7 * dayMs,
      task_status: pick(statuses, hash >>> 7, '2'),
      executeDemand: kind.execute_demand,
      isDeleted: index % 97 === 96,
      isTextStatus: index % 3 === 0,
    })
  }

  function span(of: 'create' | 'modify', from: number, to: number): Span {
    const shift = of === 'create' ? start : start + touchedAfterMs
    const first = Math.max(0, Math.ceil((from - shift) / step))
    return { first, last: Math.min(count, Math.ceil((to - shift) / step)) - 1 }
  }

  function customer(index: number): Customer {
    const manager = bulkPeople[index % 40] ?? office[0]
    return {
      id: customerId(index),
      cm_id: '',
      cm_code: `QG${String(index + 1).padStart(6, '0')}`,
      cm_name: `全国连锁 ${index + 1} 号店`,
      cm_tel: '',
      cm_type: '终端门店',
      cm_status: index % 50 === 49 ? '0' : '1',
      cm_manager: manager.name,
      cm_manager_id: manager.id,
      cm_linkman_name: '店长',
      cm_linkman_mobile: `1380${String(index).padStart(7, '0')}`,
      cm_addr: '',
      create_time: '2022-01-10 09:00',
      exts: [],
    }
  }

  function indexOf(taskId: string): number | null {
    const index = taskId.startsWith(idPrefix) && taskId.length === 19 ? Number(taskId.slice(2)) : Number.NaN
    return index >= 0 && index < count ? index : null
  }

  return { count, customers, task, customer, span, indexOf }
}
