import { z } from 'zod'
import { SourceKey } from '#contract/id'
import { OrderId } from '#contract/order'
import { Code, List, One, Text } from '../../wire/fields.ts'
import { WireOrder } from './wire.ts'
import { Currency, Line, Minor, Stamp } from './wire-fields.ts'

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

/** A page has a hundred at most; what is longer is not read on, and counts as left out. */
export const mostRows = 200
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
