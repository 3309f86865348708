import { z } from 'zod'
import { SourceKey } from '#contract/id'
import { Order, OrderId, OrderStatus, OrderTaskKind } from '#contract/order'
import { cut } from '../../wire/bounds.ts'
import { Code, List, One, Text } from '../../wire/fields.ts'
import { seen } from '../../wire/seen.ts'
import { readTime } from '../../wire/time.ts'

/** Harmless text of at most so many characters; null where nothing of it can be seen. */
const Line = (most: number) =>
  Text.transform((text) => {
    const words = seen(text)
    return words === null ? null : cut(words, most)
  })

/** Of a closed list; what a later version adds to it is `unknown`. */
const Closed = <Value extends string>(schema: z.ZodType<Value>) =>
  z.transform((value: unknown): Value | 'unknown' => schema.safeParse(value).data ?? 'unknown')

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i
const earliest = Date.UTC(2000, 0, 1)

/** Epoch ms. A time without an offset, and one before 2000, which stands for none, cannot be read. */
const Stamp = z.transform((value: unknown, context): number | null => {
  if (value === null || value === undefined || value === '') return null
  const at = typeof value === 'string' && rfc3339.test(value) ? readTime(value, 'start') : undefined
  if (typeof at === 'number' && at >= earliest) return at
  context.addIssue('not a time with an offset')
  return z.NEVER
})
const RequiredStamp = Stamp.refine((at) => at !== null, 'missing').transform((at) => at ?? 0)

/** The smallest units of a currency: a decimal would be another amount. */
const Minor = z.int().nonnegative()
const OptionalMinor = Minor.nullish().transform((amount) => amount ?? null)
const currencies = new Set(Intl.supportedValuesOf('currency'))
const Currency = z.string().refine((code) => currencies.has(code), 'not a currency')

const mostItems = 200
const mostTasks = 5
const mostFields = 20
const mostOthers = 50

const Some = <Schema extends z.ZodType>(entry: Schema, most: number) =>
  List(entry).transform((entries) => entries.slice(0, most))

const decimal = /^\d{1,12}(?:\.\d{1,6})?$/
const Quantity = z.union([z.number().nonnegative(), z.string().regex(decimal)])

const WireItem = z.object({
  sku: Line(64),
  name: Line(200),
  options: Line(200),
  quantity: Quantity,
  unitPrice: OptionalMinor,
  total: OptionalMinor,
  imageUrl: Text,
})

const WireParcel = z.object({
  carrier: Line(60),
  carrierCode: Line(60),
  trackingNumber: Line(64),
  status: Closed(Order.shape.parcels.element.shape.status),
  shippedAt: Stamp,
  signedAt: Stamp,
  url: Text,
})

const WireTask = z.object({
  id: OrderId,
  kind: Closed(OrderTaskKind),
  title: Line(60),
  dueAt: Stamp,
  status: Closed(Order.shape.tasks.element.shape.status),
  assignees: List(z.string().min(1).max(64)),
})
export type WireTask = z.infer<typeof WireTask>

const { afterSales, links } = Order.shape
const { shape: WireAfterSales } = afterSales.unwrap()

const WireLink = z.object({
  rel: z.transform((value: unknown) => links.element.shape.rel.safeParse(value).data ?? 'other'),
  title: Line(60),
  url: z.string(),
  /** What is not said to be for customers is not. */
  audience: z.transform((value: unknown) => (value === 'customer' ? 'customer' : 'staff')),
})
export type WireLink = z.infer<typeof WireLink>

/** One order. Its ids are texts, its amounts whole numbers and its times have an offset, or it is no order. */
export const WireOrder = z.object({
  id: OrderId,
  number: Line(64),
  customerId: SourceKey,
  shop: One(z.object({ id: Line(64), name: Line(60) })),
  title: Line(200),
  status: Closed(OrderStatus),
  statusText: Line(40),
  payment: Closed(Order.shape.payment),
  fulfilment: Closed(Order.shape.fulfilment),
  afterSales: One(z.object({ status: Closed(WireAfterSales.status), text: Line(200), at: Stamp })),
  amounts: z.object({
    currency: Currency,
    payable: Minor,
    paid: Minor,
    refunded: Minor,
    discount: OptionalMinor,
    shipping: OptionalMinor,
  }),
  items: Some(WireItem, mostItems),
  itemCount: Code,
  receiver: One(z.object({ name: Text, phone: Text, region: Text })),
  parcels: Some(WireParcel, mostOthers),
  createdAt: RequiredStamp,
  paidAt: Stamp,
  updatedAt: RequiredStamp,
  closedAt: Stamp,
  remarks: Some(
    z.object({ from: Closed(Order.shape.remarks.element.shape.from), text: Line(2000), at: Stamp }),
    mostOthers,
  ),
  tasks: Some(WireTask, mostTasks),
  links: Some(WireLink, mostOthers),
  fields: Some(z.object({ label: Line(40), value: Line(500) }), mostFields),
})
export type WireOrder = z.infer<typeof WireOrder>

/** Of a row of `orders.mine`: whose order it is. */
const WireWhose = z.object({ externalUserId: Text, name: Line(64) })
export const WireMineOrder = WireOrder.extend({ customer: One(WireWhose) })
export type WireMineOrder = z.infer<typeof WireMineOrder>

/** Of an order that cannot be read. */
export const WireOwner = z
  .object({ id: z.transform(idOrNull(OrderId)), customerId: z.transform(idOrNull(SourceKey)) })
  .transform(({ id, customerId }) => ({ id, subject: customerId, staffIds: [] as string[] }))

function idOrNull(schema: z.ZodType<string>) {
  return (value: unknown): string | null => schema.safeParse(value).data ?? null
}

export const WireCustomer = z.object({
  customerId: SourceKey,
  name: Line(64),
  level: Line(40),
  matchedBy: List(z.string().regex(/^[a-z_]{1,40}$/)),
  url: Text,
})
export type WireCustomer = z.infer<typeof WireCustomer>

const WireSummary = z.object({
  orders: z.int().nonnegative(),
  amount: z.object({ currency: Currency, payable: Minor }),
  lastOrderAt: Stamp,
})

export const WireCandidate = z.object({
  customerId: SourceKey,
  title: Line(200),
  subtitle: Line(200),
  reasons: List(z.string()),
})
export type WireCandidate = z.infer<typeof WireCandidate>

const Rows = z.array(z.unknown())
const Cursor = z.string().min(1).max(500).nullish()

/** `orders.list`. Its rows are read one by one. */
export const WireList = z.object({
  match: z.enum(['one', 'none', 'many']),
  customer: One(WireCustomer),
  orders: Rows.nullish(),
  total: Code,
  next: Cursor,
  asOf: Stamp,
  maxAgeSeconds: Code,
  candidates: List(WireCandidate),
  summary: One(WireSummary),
})
export type WireList = z.infer<typeof WireList>

/** `orders.get`. */
export const WireGet = z.object({ customer: WireCustomer, order: WireOrder, asOf: Stamp, maxAgeSeconds: Code })
/** `orders.mine`. */
export const WireMine = z.object({ orders: Rows, next: Cursor, asOf: Stamp })
export const WireSearch = z.object({ candidates: List(WireCandidate) })

export const WirePing = z.object({
  contract: z.union([z.string(), z.int().transform(String)]),
  system: Line(60),
  version: Line(60),
  now: Stamp,
  features: List(z.string()),
})
export type WirePing = z.infer<typeof WirePing>
