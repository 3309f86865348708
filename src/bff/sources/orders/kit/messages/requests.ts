import { z } from 'zod'
import { AskedCustomer } from './customer.ts'
import { Cursor, Id, limitTo, StaffId, Text, Time } from './scalars.ts'

/** Who looks: the salesperson whose sidebar is open. */
const asked = { corpId: Text, staff: z.object({ userid: StaffId, name: z.string().optional() }) }

const request = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({
    contract: z.literal('1'),
    type: z.literal(type),
    timestamp: Time,
    data: z.object({ ...asked, ...shape }),
  })

export const PingRequest = request('ping', {})

export const ListRequest = request('orders.list', {
  customer: AskedCustomer,
  /** `open`: all but completed and closed, and any order with an open task. */
  status: z.enum(['open', 'all']),
  /** A number, goods or a tracking number. */
  q: z.string().min(1).max(40).optional(),
  limit: limitTo(100),
  cursor: Cursor.optional(),
})

export const GetRequest = request('orders.get', { customer: AskedCustomer, orderId: Id })

/** One of `q` and `phones` is there. */
export const SearchRequest = request('customers.search', {
  q: z.string().min(3).max(40).optional(),
  phones: z.array(z.string().min(1)).min(1).max(20).optional(),
  limit: limitTo(10),
})

export const MineRequest = request('orders.mine', { limit: limitTo(100), cursor: Cursor.optional() })

/** What the sidebar asks. */
export const OrdersRequest = z.discriminatedUnion('type', [
  PingRequest,
  ListRequest,
  GetRequest,
  SearchRequest,
  MineRequest,
])
export type RequestType = z.infer<typeof OrdersRequest>['type']
