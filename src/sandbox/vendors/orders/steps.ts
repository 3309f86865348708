import type { Order, Task } from './entities.ts'

/** Something that happens to an order. */
export type Step = (order: Order) => Order

/** The shop's own word for each status. */
const words: Record<string, string> = {
  pending_payment: '待付款',
  pending_review: '待审核',
  to_ship: '待发货',
  partly_shipped: '部分发货',
  shipped: '已发货',
  completed: '已完成',
  after_sales: '售后处理中',
  closed: '已关闭',
}

type Status = keyof typeof words

export const change = (order: Order, at: number, patch: Partial<Order>): Order => ({
  ...order,
  updatedAt: at,
  ...patch,
})
export const inStatus = (status: Status) => ({ status, statusText: words[status] ?? status })

const isOf = (kinds: readonly string[]) => (task: Task) => kinds.length === 0 || kinds.includes(task.kind)

/** The open tasks of these kinds, or all if none is named, get this status. */
export function ended(tasks: readonly Task[], status: 'done' | 'cancelled', ...kinds: string[]): Task[] {
  const concerns = isOf(kinds)
  return tasks.map((task) => (task.status === 'open' && concerns(task) ? { ...task, status } : task))
}

/** Ids count up within the order, so that they stay what they are. */
function withTask(order: Order, tasks: Task[], task: Pick<Task, 'kind' | 'title' | 'dueAt'>): Task[] {
  return [...tasks, { id: `t${tasks.length + 1}`, ...task, status: 'open', assignees: [order.manager] }]
}

export const addTask =
  (at: number, task: Pick<Task, 'kind' | 'title' | 'dueAt'>): Step =>
  (order) =>
    change(order, at, { tasks: withTask(order, order.tasks, task) })

export const finishTask =
  (at: number, taskId: string): Step =>
  (order) =>
    change(order, at, {
      tasks: order.tasks.map((task) => (task.id === taskId ? { ...task, status: 'done' } : task)),
    })

export const remark =
  (at: number, from: 'customer' | 'staff', text: string): Step =>
  (order) =>
    change(order, at, { remarks: [...order.remarks, { from, text, at }] })

/** Anything else about it, as it is. */
export const set =
  (patch: Partial<Order>): Step =>
  (order) => ({ ...order, ...patch })

/** All steps, one after the other. */
export const live = (order: Order, steps: readonly Step[]): Order => steps.reduce((now, step) => step(now), order)
