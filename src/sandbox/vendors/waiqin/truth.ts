import { chinaMinute, dayMs } from '../china-time.ts'
import type { World } from '../../world/world.ts'
import type { Customer, Task } from './entities.ts'
import { office, personOf } from './people.ts'
import type { WaiqinState } from './routes.ts'
import { firstKind } from './seed-types.ts'
import { createTask, isOpen } from './task-outline.ts'

/** What a test specifies for a new task; the rest is filled in. */
export interface NewFieldTask {
  customerId: string
  content: string
  /** WeCom userid of the salesperson who should do it. */
  receiver: string
  /** Epoch ms; by default in three days, null for no deadline. */
  dueAt?: number | null
  typeId?: string
  id?: string
}

/** Changes 勤策's data as its own users would. Every change sets `modify_time` to now, unless its name says otherwise. */
export interface WaiqinTruth {
  addFieldTask(task: NewFieldTask): string
  modifyFieldTask(taskId: string, patch: Partial<Task>): Task
  /** 验收通过 */
  completeFieldTask(taskId: string): Task
  deleteFieldTask(taskId: string): Task
  /** Changes it, and leaves its `modify_time`. */
  modifyQuietly(taskId: string, patch: Partial<Task>): Task
  /** Takes it away without a trace: it is not told as deleted. `restoreFieldTask` brings it back as it was. */
  vanishFieldTask(taskId: string): Task
  restoreFieldTask(task: Task): void
  fieldTask(taskId: string): Task | null
  /** An employee's tasks that wait for (new) feedback; bulk tasks never belong to our salespeople. */
  openTasksOf(employeeId: string): Task[]
  tasksOfCustomer(customerId: string): Task[]
  addCustomer(customer: Partial<Customer> & Pick<Customer, 'id' | 'cm_name'>): void
  removeCustomer(id: string): void
  size(): number
}

interface TruthDeps {
  state: WaiqinState
  world: World
  clock: () => number
}

export function createWaiqinTruth({ state, world, clock }: TruthDeps): WaiqinTruth {
  let added = 0

  function addFieldTask(task: NewFieldTask): string {
    added += 1
    const id = task.id ?? `65999${String(added).padStart(14, '0')}`
    const dueAt = task.dueAt === undefined ? clock() + 3 * dayMs : task.dueAt
    const { customerId, content, receiver, typeId = firstKind.id } = task
    const receivers = [personOf(world, receiver)]
    const outline = { id, customerId, content, receivers, typeId, dueAt, creator: office[0], task_status: '0' as const }
    state.store.tasks.add(createTask({ ...outline, createdAt: clock() }))
    return id
  }

  function addCustomer(customer: Partial<Customer> & Pick<Customer, 'id' | 'cm_name'>): void {
    const empty = { cm_id: '', cm_code: '', cm_tel: '', cm_type: '', cm_status: '1', cm_manager: '', cm_manager_id: '' }
    const create_time = chinaMinute(clock())
    const contact = { cm_linkman_name: '', cm_linkman_mobile: '', cm_addr: '', exts: [], create_time }
    state.store.customers.set(customer.id, { ...empty, ...contact, ...customer })
  }

  return {
    addFieldTask,
    addCustomer,
    modifyFieldTask: (taskId, patch) => state.store.tasks.change(taskId, patch),
    completeFieldTask: (taskId) => state.store.tasks.change(taskId, { task_status: '2' }),
    deleteFieldTask: (taskId) => state.store.tasks.change(taskId, { status: 0 }),
    modifyQuietly(taskId, patch) {
      const { modify_time = '' } = state.store.tasks.find(taskId) ?? {}
      return state.store.tasks.change(taskId, { ...patch, modify_time })
    },
    vanishFieldTask: (taskId) => state.store.tasks.remove(taskId),
    restoreFieldTask: (task) => state.store.tasks.add(task),
    fieldTask: (taskId) => state.store.tasks.find(taskId),
    openTasksOf: (employeeId) =>
      state.store.tasks.kept().filter((task) => isOpen(task) && task.receivers.some(({ id }) => id === employeeId)),
    tasksOfCustomer: (customerId) => state.store.tasks.kept().filter(({ customer_id }) => customer_id === customerId),
    removeCustomer: (id) => void state.store.customers.delete(id),
    size: () => state.store.tasks.size(),
  }
}
