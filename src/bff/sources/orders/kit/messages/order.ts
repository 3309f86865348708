import { Fulfilment, OrderStatus, Payment } from '#contract/order'
import { z } from 'zod'
import { OrderOwner } from './customer.ts'
import { AfterSales, Amounts, Field, Item, Link, Parcel, Receiver, Remark } from './order-parts.ts'
import { CustomerId, Id, Text, Time } from './scalars.ts'
import { Task } from './task.ts'

const order = z.object({
  id: Id,
  /** What people call it on the phone. */
  number: Text,
  /** The same as in the answer's `customer`. */
  customerId: CustomerId,
  shop: z.object({ id: Text, name: Text }).nullish(),
  /** In one line, such as the first item and how many there are. */
  title: Text.max(120),
  status: OrderStatus,
  /** The company's own word for it, which is always shown. */
  statusText: Text.max(40),
  payment: Payment,
  fulfilment: Fulfilment,
  afterSales: AfterSales.nullish(),
  amounts: Amounts,
  receiver: Receiver.nullish(),
  parcels: z.array(Parcel).optional(),
  createdAt: Time,
  paidAt: Time.nullish(),
  updatedAt: Time,
  closedAt: Time.nullish(),
  tasks: z.array(Task).max(5),
  links: z.array(Link).optional(),
  fields: z.array(Field).max(20).optional(),
})

/** As a list has it: the first items, and how many there are. */
export const ListedOrder = order
  .extend({ items: z.array(Item).max(3), itemCount: z.int().nonnegative() })
  .meta({ id: 'ListedOrder' })
export type ListedOrder = z.infer<typeof ListedOrder>

export const DetailedOrder = order
  .extend({
    items: z.array(Item).max(200),
    itemCount: z.int().nonnegative().optional(),
    remarks: z.array(Remark).optional(),
  })
  .meta({ id: 'DetailedOrder' })

/** As in `orders.mine`, where the rows belong to several customers. */
export const MyOrder = ListedOrder.extend({ customer: OrderOwner.nullish() }).meta({ id: 'MyOrder' })
