import { z } from 'zod'
import { CustomerId, ExternalUserId, Id, Time } from './scalars.ts'

/** What the company may tell us: that it is worth asking again, and nothing of what changed. */
export const OrdersEvent = z.object({
  type: z.enum(['order.changed', 'order.deleted', 'customer.merged']),
  timestamp: Time,
  data: z.object({
    orderId: Id.optional(),
    customerId: CustomerId,
    externalUserId: ExternalUserId.optional(),
  }),
})
