import type { AfterSales, Order, Parcel, Task } from './entities.ts'

/** Something that happens to an order. */
export type Step = (order: Order) => Order

const hourMs = 3_600_000

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

const change = (order: Order, at: number, patch: Partial<Order>): Order => ({ ...order, updatedAt: at, ...patch })
const inStatus = (status: Status) => ({ status, statusText: words[status] ?? status })

const isOf = (kinds: readonly string[]) => (task: Task) => kinds.length === 0 || kinds.includes(task.kind)

/** The open tasks of these kinds, or all if none is named, get this status. */
function ended(tasks: readonly Task[], status: 'done' | 'cancelled', ...kinds: string[]): Task[] {
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

/** To be paid within 24 hours. */
export const awaitPayment =
  (at: number): Step =>
  (order) =>
    addTask(at, { kind: 'collect_payment', title: '催客户付款', dueAt: order.createdAt + 24 * hourMs })(
      change(order, at, inStatus('pending_payment')),
    )

/** The office looks at large orders on account first; that is no task of the salesperson's. */
export const awaitReview =
  (at: number): Step =>
  (order) =>
    change(order, at, inStatus('pending_review'))

const toShip = (order: Order, at: number): Order =>
  addTask(at, { kind: 'deliver', title: '跟仓库确认发货', dueAt: at + 48 * hourMs })(
    change(order, at, { ...inStatus('to_ship'), tasks: ended(order.tasks, 'done', 'collect_payment', 'approve') }),
  )

export const pay =
  (at: number): Step =>
  (order) => {
    const amounts = { ...order.amounts, paid: order.amounts.payable }
    return toShip({ ...order, amounts, payment: 'paid', paidAt: at }, at)
  }

/** A part of it beforehand; the rest is still to be collected. */
export const payDeposit =
  (at: number, paid: number): Step =>
  (order) =>
    change(order, at, { payment: 'partly_paid', paidAt: at, amounts: { ...order.amounts, paid } })

export const approve =
  (at: number): Step =>
  (order) =>
    toShip(order, at)

export interface Shipment {
  carrier: string
  carrierCode?: string
  trackingNumber: string
}

/** `isPart`: more is to follow, and so is the task. */
export const ship =
  (at: number, shipment: Shipment, isPart = false): Step =>
  (order) => {
    const parcel: Parcel = { ...shipment, status: 'in_transit', shippedAt: at, signedAt: null }
    return change(order, at, {
      ...inStatus(isPart ? 'partly_shipped' : 'shipped'),
      fulfilment: isPart ? 'partly_shipped' : 'shipped',
      parcels: [...order.parcels, parcel],
      tasks: isPart ? order.tasks : ended(order.tasks, 'done', 'deliver'),
    })
  }

const lastParcel = (order: Order, patch: Partial<Parcel>): Parcel[] =>
  order.parcels.map((parcel, index) => (index === order.parcels.length - 1 ? { ...parcel, ...patch } : parcel))

export const bringOut =
  (at: number): Step =>
  (order) =>
    change(order, at, { parcels: lastParcel(order, { status: 'delivering' }) })

/** The carrier could not deliver: somebody has to ask. */
export const reportException =
  (at: number): Step =>
  (order) =>
    addTask(at, { kind: 'follow_delivery', title: '物流异常，联系承运商和客户', dueAt: at + 24 * hourMs })(
      change(order, at, { parcels: lastParcel(order, { status: 'exception' }) }),
    )

export const sign =
  (at: number): Step =>
  (order) => {
    const parcels = order.parcels.map((parcel): Parcel => ({
      ...parcel,
      status: 'signed',
      signedAt: parcel.signedAt ?? at,
    }))
    const isPart = order.fulfilment === 'partly_shipped'
    const tasks = ended(order.tasks, 'done', 'follow_delivery')
    if (isPart) return change(order, at, { parcels, tasks })
    return change(order, at, { ...inStatus('completed'), fulfilment: 'delivered', parcels, tasks })
  }

const afterSales = (status: AfterSales['status'], text: string, at: number) => ({ afterSales: { status, text, at } })

export const requestReturn =
  (at: number, text = '申请退货'): Step =>
  (order) =>
    addTask(at, { kind: 'approve_return', title: '审核退货申请', dueAt: at + 24 * hourMs })(
      change(order, at, { ...inStatus('after_sales'), ...afterSales('requested', text, at) }),
    )

/** Money goes back within 24 hours. */
export const awaitRefund =
  (at: number, text = '等待退款'): Step =>
  (order) =>
    addTask(at, { kind: 'refund', title: '给客户退款', dueAt: at + 24 * hourMs })(
      change(order, at, {
        ...afterSales('refunding', text, at),
        tasks: ended(order.tasks, 'done', 'approve_return'),
      }),
    )

/** All of it, or a part: then the order is complete. */
export const refund =
  (at: number, part?: number): Step =>
  (order) => {
    const refunded = part ?? order.amounts.paid
    const isAll = refunded >= order.amounts.paid
    return change(order, at, {
      ...inStatus(isAll ? 'closed' : 'completed'),
      payment: isAll ? 'refunded' : 'partly_refunded',
      amounts: { ...order.amounts, refunded },
      ...afterSales('done', isAll ? '已退款' : '已部分退款', at),
      closedAt: isAll ? at : null,
      tasks: ended(order.tasks, 'done', 'refund', 'approve_return'),
    })
  }

/** What was paid has to go back. */
export const cancel =
  (at: number, text = '客户取消'): Step =>
  (order) => {
    const closed = change(order, at, {
      ...inStatus('closed'),
      statusText: '已取消',
      closedAt: at,
      tasks: ended(order.tasks, 'cancelled'),
      remarks: [...order.remarks, { from: 'staff', text, at }],
    })
    return order.amounts.paid > order.amounts.refunded ? awaitRefund(at, '已取消，等待退款')(closed) : closed
  }

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
