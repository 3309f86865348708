import { z } from 'zod'
import { Instant, SourceKey } from '#contract/id'
import { Problem } from '#contract/problem'
import { contact, item } from '#contract/work-item'

/** The order system's id of an order, or of a task of one. Never a number: some have 19 digits. */
export const OrderId = z.string().regex(/^[\w.-]{1,64}$/)

/** What has to be done for an order; `unknown`: a kind that the contract does not list. */
export const OrderTaskKind = z.enum([
  'collect_payment',
  'confirm',
  'approve',
  'deliver',
  'follow_delivery',
  'approve_return',
  'refund',
  'invoice',
  'renew',
  'other',
  'unknown',
])
export type OrderTaskKind = z.infer<typeof OrderTaskKind>

/** A whole number of the currency's smallest unit: 分 for CNY, yen for JPY. */
const Minor = z.int().nonnegative()
/** ISO 4217: how many digits the smallest unit has is the currency's matter. */
const Currency = z.string().regex(/^[A-Z]{3}$/)

/** What a salesperson has to do for one order [docs/orders.md]. Its id is `orders:<orderId>:<taskId>`. */
export const OrderTask = z.strictObject({
  ...item,
  source: z.literal('orders'),
  kind: z.literal('order_task'),
  contact,
  orderId: OrderId,
  task: OrderTaskKind,
  /** What people call the order on the phone. */
  number: z.string(),
  /** What was ordered, whatever has been paid. */
  amount: z.strictObject({ currency: Currency, payable: Minor }).nullable(),
  /** The company's own word for the order's status. */
  statusText: z.string().nullable(),
  /** What the order system calls the customer. */
  customerName: z.string().nullable(),
})
export type OrderTask = z.infer<typeof OrderTask>

/** Whether the identities that we sent lead to one customer of the order system. Rows come with `one` alone. */
export const OrderMatch = z.enum(['one', 'none', 'many'])
export type OrderMatch = z.infer<typeof OrderMatch>

/** Of the last twelve months, as far as the company's answer brings it. */
export const OrderSummary = z.strictObject({
  orders: z.int().nonnegative(),
  amount: z.strictObject({ currency: Currency, payable: Minor }),
  lastOrderAt: Instant.nullable(),
})
export type OrderSummary = z.infer<typeof OrderSummary>

export const OrderStatus = z.enum([
  'pending_payment',
  'pending_review',
  'to_ship',
  'partly_shipped',
  'shipped',
  'completed',
  'after_sales',
  'closed',
  'unknown',
])
export type OrderStatus = z.infer<typeof OrderStatus>

export const Payment = z.enum(['unpaid', 'partly_paid', 'paid', 'partly_refunded', 'refunded', 'unknown'])
export const Fulfilment = z.enum([
  'not_needed',
  'unshipped',
  'partly_shipped',
  'shipped',
  'delivered',
  'returned',
  'unknown',
])

const OrderItem = z.strictObject({
  sku: z.string().nullable(),
  name: z.string(),
  options: z.string().nullable(),
  /** A decimal text for goods by weight. */
  quantity: z.union([z.number(), z.string()]),
  unitPrice: Minor.nullable(),
  total: Minor.nullable(),
  /** A path of ours, which only who may see the order can read; null where there is no picture. */
  imageUrl: z.string().nullable(),
})
export type OrderItem = z.infer<typeof OrderItem>

const Parcel = z.strictObject({
  carrier: z.string(),
  carrierCode: z.string().nullable(),
  trackingNumber: z.string(),
  status: z.enum(['created', 'in_transit', 'delivering', 'signed', 'exception', 'unknown']),
  shippedAt: Instant.nullable(),
  signedAt: Instant.nullable(),
  url: z.string().nullable(),
})
export type Parcel = z.infer<typeof Parcel>

const OrderLink = z.strictObject({
  rel: z.enum(['view', 'pay', 'invoice', 'logistics', 'other']),
  title: z.string(),
  /** Https, of a host that the configuration lists. */
  url: z.string(),
  /** Only what is meant for customers may be placed in the chat. */
  audience: z.enum(['staff', 'customer']),
})
export type OrderLink = z.infer<typeof OrderLink>

/** One order, with the names of `sidedesk-orders/1` [docs/orders.md]. In a list it has at most three items and no remarks. */
export const Order = z.strictObject({
  id: OrderId,
  number: z.string(),
  customerId: SourceKey,
  shop: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  title: z.string(),
  status: OrderStatus,
  statusText: z.string(),
  payment: Payment,
  fulfilment: Fulfilment,
  afterSales: z
    .strictObject({
      status: z.enum(['requested', 'approved', 'returning', 'refunding', 'refused', 'done', 'unknown']),
      text: z.string().nullable(),
      at: Instant.nullable(),
    })
    .nullable(),
  amounts: z.strictObject({
    currency: Currency,
    payable: Minor,
    paid: Minor,
    refunded: Minor,
    discount: Minor.nullable(),
    shipping: Minor.nullable(),
  }),
  items: z.array(OrderItem),
  itemCount: z.int().nonnegative(),
  /** Masked by the company, and again by us: no street, no whole phone. */
  receiver: z
    .strictObject({ name: z.string().nullable(), phone: z.string().nullable(), region: z.string().nullable() })
    .nullable(),
  parcels: z.array(Parcel),
  createdAt: Instant,
  paidAt: Instant.nullable(),
  updatedAt: Instant,
  closedAt: Instant.nullable(),
  remarks: z.array(
    z.strictObject({ from: z.enum(['customer', 'staff', 'unknown']), text: z.string(), at: Instant.nullable() }),
  ),
  tasks: z.array(
    z.strictObject({
      id: OrderId,
      kind: OrderTaskKind,
      title: z.string(),
      dueAt: Instant.nullable(),
      status: z.enum(['open', 'done', 'cancelled', 'unknown']),
      /** Open and past `dueAt`. */
      overdue: z.boolean(),
      /** The signed-in salesperson is among its assignees. */
      mine: z.boolean(),
    }),
  ),
  links: z.array(OrderLink),
  /** Whatever else the company shows, as text. */
  fields: z.array(z.strictObject({ label: z.string(), value: z.string() })),
})
export type Order = z.infer<typeof Order>

/** Who the contact is in the order system. */
export const OrderCustomer = z.strictObject({
  customerId: SourceKey,
  name: z.string().nullable(),
  level: z.string().nullable(),
  /** By which identity, such as `external_userid`, `customer_id`; never by a phone alone. */
  matchedBy: z.array(z.string()),
  url: z.string().nullable(),
})
export type OrderCustomer = z.infer<typeof OrderCustomer>

/** `fresh` or `stale`, as for lists of work; the age is the company's own `asOf`. */
const read = {
  source: z.literal('orders'),
  state: z.enum(['fresh', 'stale', 'unconfigured']),
  asOf: Instant.nullable(),
  /** Why it could not be fresher. */
  problem: Problem.optional(),
}

/** One page of a customer's orders, newest first. A page is the order system's page, and `next` its cursor. */
export const OrderList = z.strictObject({
  ...read,
  match: OrderMatch,
  customer: OrderCustomer.nullable(),
  orders: z.array(Order),
  total: z.int().nullable(),
  next: z.string().nullable(),
  summary: OrderSummary.nullable(),
})
export type OrderList = z.infer<typeof OrderList>

export const OrderAnswer = z.strictObject({ ...read, customer: OrderCustomer, order: Order })
export type OrderAnswer = z.infer<typeof OrderAnswer>

export const OrderQuery = z.object({
  /** `open`: everything but completed and closed, and any order with an open task. */
  status: z.enum(['open', 'all']).default('open'),
  /** A number, goods or a tracking number, within this customer. */
  q: z.string().trim().min(1).max(40).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** Opaque; from `next` of the page before. */
  cursor: z.string().min(1).max(500).optional(),
})
export type OrderQuery = z.infer<typeof OrderQuery>
