import { z } from 'zod'
import { SourceKey } from '#contract/id'
import { Order, OrderId, OrderStatus, OrderTaskKind } from '#contract/order'
import { Code, List, One, Text } from '../../wire/fields.ts'
import { Closed, Currency, Line, Minor, OptionalMinor, Quantity, RequiredStamp, Some, Stamp } from './wire-fields.ts'

const mostItems = 200
const listedItems = 3
const mostTasks = 5
const mostFields = 20
const mostOthers = 50

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

/** A row of a list, of whose items no more are read than it may have. */
export const WireListedOrder = WireOrder.extend({ items: Some(WireItem, listedItems) })

/** Of a row of `orders.mine`: whose order it is. */
const WireWhose = z.object({ externalUserId: Text, name: Line(64) })
export const WireMineOrder = WireListedOrder.extend({ customer: One(WireWhose) })
export type WireMineOrder = z.infer<typeof WireMineOrder>
