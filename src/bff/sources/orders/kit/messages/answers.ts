import { z } from 'zod'
import { Candidate, Customer, Summary } from './customer.ts'
import { DetailedOrder, ListedOrder, MyOrder } from './order.ts'
import { Cursor, Text, Time } from './scalars.ts'

export const Feature = z.enum(['mine', 'search', 'events'])

export const PingAnswer = z.object({
  contract: z.literal('1'),
  /** The name of the order system. */
  system: Text,
  version: z.string().optional(),
  now: Time,
  features: z.array(Feature),
})

const count = z.int().nonnegative()

const page = {
  /** Opaque; null on the last page. */
  next: Cursor.nullable(),
  /** When the answer's data is from. */
  asOf: Time,
}

const listed = {
  ...page,
  total: count.nullish(),
  counts: z.object({ open: count.optional(), all: count.optional() }).optional(),
  maxAgeSeconds: count.optional(),
}

const FoundList = z.object({
  ...listed,
  match: z.literal('one'),
  customer: Customer,
  orders: z.array(ListedOrder).max(100),
  summary: Summary.nullish(),
})

const EmptyList = z.object({
  ...listed,
  match: z.enum(['none', 'many']),
  customer: z.null(),
  orders: z.array(z.never()).max(0),
  candidates: z.array(Candidate).max(10).optional(),
})

export const ListAnswer = z.discriminatedUnion('match', [FoundList, EmptyList])
export const GetAnswer = z.object({ customer: Customer, order: DetailedOrder, asOf: Time })
export const SearchAnswer = z.object({ candidates: z.array(Candidate).max(10) })
export const MineAnswer = z.object({ ...page, orders: z.array(MyOrder).max(100) })
