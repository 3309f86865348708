import type { Order, OrderTask } from '#contract/order'
import { exactTime } from '../../ui/china-time.ts'
import { fields, type Field } from '../../ui/field.ts'
import { moneyWords } from '../../ui/money.ts'
import { howToLink } from '../../work/how-to-link.ts'
import { stateLines } from './order-words.ts'

/** Of a customer who is not linked to one of the user's contacts: what the row knows. */
export const orderTaskFacts = (task: OrderTask, now: number): Field[] =>
  fields([
    ['客户', task.customerName],
    ['关联', howToLink('orders')],
    ['期限', exactTime(task.dueAt, now)],
  ])

/** Payment, delivery and after-sales; delivery is left out where a parcel says it. */
export const orderFacts = (order: Order, now: number): Field[] =>
  fields(stateLines(order, now).filter(([label]) => label !== '发货' || order.parcels.length === 0))

export function orderMore(order: Order, now: number): Field[] {
  const { receiver, shop, amounts, fields: others } = order
  const money = (minor: number | null): string | null => (minor ? moneyWords(minor, amounts.currency) : null)
  return fields([
    ['收货', receiver && [receiver.name, receiver.phone, receiver.region].filter(Boolean).join(' ')],
    ['店铺', shop?.name],
    ['优惠', money(amounts.discount)],
    ['运费', money(amounts.shipping)],
    ['付款时间', order.paidAt && exactTime(order.paidAt, now)],
    ['结束时间', order.closedAt && exactTime(order.closedAt, now)],
    ...others.map(({ label, value }): [string, string] => [label, value]),
    ['编号', order.id === order.number ? null : order.id],
  ])
}
