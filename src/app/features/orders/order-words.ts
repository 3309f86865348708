import type { Order, Parcel } from '#contract/order'
import { dueLabel, sinceLabel } from '../../ui/china-time.ts'
import { moneyWords } from '../../ui/money.ts'

type Task = Order['tasks'][number]

export const isOpenTask = ({ status }: Task): boolean => status === 'open' || status === 'unknown'

/** The open tasks, what is due first before the others. */
export const openTasks = ({ tasks }: Order): Task[] =>
  tasks.filter(isOpenTask).sort((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'))

/** As the contract has it: whatever its status, an order with an open task is not over. */
export const isOpenOrder = (order: Order): boolean =>
  !['completed', 'closed'].includes(order.status) || openTasks(order).length > 0

const paymentWords: Record<Order['payment'], string> = {
  unpaid: '没有付款',
  partly_paid: '付了一部分',
  paid: '已付清',
  partly_refunded: '退了一部分',
  refunded: '已退款',
  unknown: '不确定',
}

const fulfilmentWords: Record<Order['fulfilment'], string> = {
  not_needed: '不用发货',
  unshipped: '还没有发货',
  partly_shipped: '发了一部分',
  shipped: '已发货',
  delivered: '已送达',
  returned: '已退回',
  unknown: '不确定',
}

const afterSalesWords: Record<NonNullable<Order['afterSales']>['status'], string> = {
  requested: '客户申请了售后',
  approved: '同意了售后',
  returning: '客户正在退回',
  refunding: '正在退款',
  refused: '没有同意售后',
  done: '售后已完成',
  unknown: '有售后，不确定到哪一步',
}

/** Payment, delivery and after-sales as plain lines. */
export function stateLines({ payment, fulfilment, afterSales }: Order, now: number): [string, string][] {
  const text = afterSales && [
    afterSalesWords[afterSales.status],
    afterSales.text,
    afterSales.at && sinceLabel(afterSales.at, now),
  ]
  return [
    ['付款', paymentWords[payment]],
    ['发货', fulfilmentWords[fulfilment]],
    ['售后', text ? text.filter(Boolean).join(' · ') : '没有'],
  ]
}

/** What is still to be paid; null where nothing is. */
export function owed({ amounts, status, payment }: Order): number | null {
  const left = amounts.payable - amounts.paid
  return status === 'closed' || payment === 'paid' || left <= 0 ? null : left
}

interface Amount {
  label: string
  words: string
  isMain: boolean
}

/** Three amounts, of which the one that somebody waits for is the main one. */
export function amountsOf(order: Order): Amount[] {
  const { amounts } = order
  const words = (minor: number): string => moneyWords(minor, amounts.currency)
  const left = owed(order)
  const third =
    left === null
      ? { label: '已退', words: words(amounts.refunded), isMain: amounts.refunded > 0 }
      : { label: '还差', words: words(left), isMain: true }
  return [
    { label: '应付', words: words(amounts.payable), isMain: false },
    { label: '已付', words: words(amounts.paid), isMain: false },
    third,
  ]
}

const stepWords: Record<Parcel['status'], string> = {
  created: '等待揽收',
  in_transit: '运输中',
  delivering: '派送中',
  signed: '已签收',
  exception: '物流异常',
  unknown: '不确定到哪里了',
}

export interface Step {
  text: string
  at: string | null
  isTrouble: boolean
}

/** How far a parcel is, newest first. Only sending and signing have times. */
export function stepsOf({ status, shippedAt, signedAt }: Parcel): Step[] {
  const now: Step = {
    text: stepWords[status],
    at: status === 'signed' ? signedAt : null,
    isTrouble: status === 'exception',
  }
  const sent: Step[] = shippedAt === null ? [] : [{ text: '已发出', at: shippedAt, isTrouble: false }]
  return [now, ...sent]
}

/** When an order has to be dealt with: `逾期 2 天`, `今天 18:00`. */
export function dueWords({ dueAt, overdue }: Task, now: number): string {
  if (dueAt === null) return ''
  const words = dueLabel(dueAt, now, overdue)
  return /^\d\d:/.test(words) ? `今天 ${words}` : words
}
