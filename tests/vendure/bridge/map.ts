import { z } from 'zod'

/** What is read of an order; the fragment in `answers.ts` asks for it. */
export const WireOrder = z.object({
  id: z.string(),
  code: z.string(),
  state: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  currencyCode: z.string(),
  totalWithTax: z.number(),
  customer: z.object({
    id: z.string(),
    customFields: z.object({ externalUserId: z.string().nullable(), staffUserid: z.string().nullable() }),
  }),
  shippingAddress: z
    .object({
      fullName: z.string().nullable(),
      phoneNumber: z.string().nullable(),
      province: z.string().nullable(),
      city: z.string().nullable(),
    })
    .nullable(),
  lines: z.array(
    z.object({
      quantity: z.number(),
      orderPlacedQuantity: z.number(),
      discountedUnitPriceWithTax: z.number(),
      productVariant: z.object({ sku: z.string(), name: z.string() }),
    }),
  ),
  payments: z.array(
    z.object({
      state: z.string(),
      amount: z.number(),
      createdAt: z.string(),
      refunds: z.array(z.object({ id: z.string(), state: z.string(), total: z.number(), createdAt: z.string() })),
    }),
  ),
  fulfillments: z.array(
    z.object({ state: z.string(), method: z.string(), trackingCode: z.string().nullable(), createdAt: z.string() }),
  ),
})
export type WireOrder = z.infer<typeof WireOrder>

const statuses: Record<string, [status: string, text: string]> = {
  ArrangingPayment: ['pending_payment', '待付款'],
  PaymentAuthorized: ['pending_review', '待确认收款'],
  ArrangingAdditionalPayment: ['pending_review', '待补款'],
  Modifying: ['pending_review', '修改中'],
  PaymentSettled: ['to_ship', '待发货'],
  PartiallyShipped: ['partly_shipped', '部分发货'],
  PartiallyDelivered: ['partly_shipped', '部分签收'],
  Shipped: ['shipped', '已发货'],
  Delivered: ['completed', '已完成'],
  Cancelled: ['closed', '已取消'],
}
const fulfilments: Record<string, string> = {
  PartiallyShipped: 'partly_shipped',
  PartiallyDelivered: 'partly_shipped',
  Shipped: 'shipped',
  Delivered: 'delivered',
}

/** A cart is no order. An unpaid order is `active`, too, so that the state has to tell. */
export const isOrder = ({ state }: WireOrder): boolean => !['AddingItems', 'Draft', 'Created'].includes(state)

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)
const settled = (rows: readonly { state: string }[]) => rows.filter(({ state }) => state === 'Settled')
const refundsOf = ({ payments }: WireOrder) => payments.flatMap(({ refunds }) => refunds)
const waiting = (order: WireOrder) => refundsOf(order).filter(({ state }) => state === 'Pending')
const hoursAfter = (time: string, hours: number): string => new Date(Date.parse(time) + hours * 3_600_000).toISOString()
const starred = (text: string | null | undefined): string | null => (text ? `${text[0]}*` : null)
const masked = (phone: string | null | undefined): string | null =>
  phone ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : null

/** Once cancelled, the total and the quantities are 0, and what was ordered stands in other fields. */
const quantityOf = (line: WireOrder['lines'][number]): number => line.orderPlacedQuantity || line.quantity
const itemOf = (line: WireOrder['lines'][number]) => ({
  sku: line.productVariant.sku,
  name: line.productVariant.name,
  quantity: quantityOf(line),
  unitPrice: line.discountedUnitPriceWithTax,
  total: line.discountedUnitPriceWithTax * quantityOf(line),
})

function amountsOf(order: WireOrder) {
  const paid = order.payments.filter(({ state }) => state === 'Settled')
  const refunded = refundsOf(order).filter(({ state }) => state === 'Settled')
  return {
    currency: order.currencyCode,
    payable: order.totalWithTax || sum(order.lines.map((line) => itemOf(line).total)),
    paid: sum(paid.map(({ amount }) => amount)),
    refunded: sum(refunded.map(({ total }) => total)),
  }
}

function paymentOf({ payable, paid, refunded }: ReturnType<typeof amountsOf>): string {
  if (refunded > 0) return refunded < paid ? 'partly_refunded' : 'refunded'
  if (paid === 0) return 'unpaid'
  return paid < payable ? 'partly_paid' : 'paid'
}

/** Vendure dates nothing for people, so these are the contract's suggestions. */
function tasksOf(order: WireOrder, paidAt: string | null) {
  const { staffUserid } = order.customer.customFields
  const task = (id: string, kind: string, title: string, dueAt: string) => ({
    id,
    kind,
    title,
    dueAt,
    status: 'open',
    assignees: staffUserid ? [staffUserid] : [],
  })
  return [
    ...(order.state === 'ArrangingPayment'
      ? [task('pay', 'collect_payment', '催客户付款', hoursAfter(order.createdAt, 24))]
      : []),
    ...(order.state === 'PaymentSettled' && paidAt
      ? [task('ship', 'deliver', '安排发货', hoursAfter(paidAt, 48))]
      : []),
    ...waiting(order).map(({ id, createdAt }) => task(`refund-${id}`, 'refund', '跟进退款', hoursAfter(createdAt, 24))),
  ]
}

/** Vendure's order in the contract's words, as in a list. */
export function toOrder(order: WireOrder) {
  const amounts = amountsOf(order)
  const items = order.lines.map(itemOf)
  const [refund] = waiting(order)
  const paidAt =
    settled(order.payments).length > 0
      ? (order.payments.find(({ state }) => state === 'Settled')?.createdAt ?? null)
      : null
  const [status, statusText] = refund ? ['after_sales', '退款中'] : (statuses[order.state] ?? ['unknown', order.state])
  const { fullName, phoneNumber, province, city } = order.shippingAddress ?? {}
  return {
    id: order.id,
    number: order.code,
    customerId: order.customer.id,
    title: items.length > 1 ? `${items[0]?.name} 等 ${items.length} 种` : (items[0]?.name ?? '没有商品'),
    status,
    statusText,
    payment: paymentOf(amounts),
    fulfilment: fulfilments[order.state] ?? 'unshipped',
    afterSales: refund ? { status: 'refunding', text: '等待退款', at: refund.createdAt } : null,
    amounts,
    items: items.slice(0, 3),
    itemCount: items.length,
    receiver: {
      name: starred(fullName),
      phone: masked(phoneNumber),
      region: [province, city].filter(Boolean).join(' '),
    },
    parcels: order.fulfillments.map(({ method, trackingCode, state, createdAt }) => ({
      carrier: method,
      trackingNumber: trackingCode ?? '',
      status: state === 'Delivered' ? 'signed' : 'in_transit',
      shippedAt: createdAt,
    })),
    createdAt: order.createdAt,
    paidAt,
    updatedAt: order.updatedAt,
    tasks: tasksOf(order, paidAt),
  }
}
