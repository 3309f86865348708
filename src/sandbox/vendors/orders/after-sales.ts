import { hourMs } from '../china-time.ts'
import type { AfterSales } from './entities.ts'
import { addTask, change, ended, inStatus, type Step } from './steps.ts'

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
