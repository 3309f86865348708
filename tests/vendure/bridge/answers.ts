import { z } from 'zod'
import type { Ask } from '../admin.ts'
import { isOrder, toOrder, WireOrder } from './map.ts'

/** A refusal of the contract. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(code)
    this.status = status
    this.code = code
  }
}

const Asked = z.object({
  staff: z.object({ userid: z.string() }),
  customer: z.object({ identities: z.array(z.object({ type: z.string(), value: z.string() })) }).optional(),
  status: z.enum(['open', 'all']).default('all'),
  q: z.string().optional(),
  phones: z.array(z.string()).default([]),
  limit: z.number().int().min(1).max(100).default(20),
  cursor: z.string().optional(),
  orderId: z.string().optional(),
})
type Asked = z.output<typeof Asked>

const WireCustomer = z.object({
  id: z.string(),
  lastName: z.string(),
  phoneNumber: z.string().nullable(),
  customFields: z.object({ staffUserid: z.string().nullable() }),
  orders: z.object({ items: z.array(WireOrder) }),
})
type WireCustomer = z.infer<typeof WireCustomer>

const customersQuery = `query ($filter: CustomerFilterParameter!) { customers(options: { filter: $filter, take: 20 }) { items {
  id lastName phoneNumber customFields { staffUserid }
  orders(options: { take: 100, sort: { createdAt: DESC } }) { items {
    id code state createdAt updatedAt currencyCode totalWithTax customer { id customFields { externalUserId staffUserid } }
    shippingAddress { fullName phoneNumber province city }
    lines { quantity orderPlacedQuantity discountedUnitPriceWithTax productVariant { sku name } }
    payments { state amount createdAt refunds { id state total createdAt } }
    fulfillments { state method trackingCode createdAt } } } } } }`

const fields: Record<string, string> = {
  external_userid: 'externalUserId',
  unionid: 'unionId',
  customer_id: 'id',
  phone: 'phoneNumber',
}

const asOf = () => new Date().toISOString()
const isOpen = ({ status, tasks }: ReturnType<typeof toOrder>) =>
  !['completed', 'closed'].includes(status) || tasks.length > 0
const keyOf = ({ createdAt, id }: { createdAt: string; id: string }) => `${createdAt} ${id.padStart(20, '0')}`

/** Newest first, behind the row that the cursor names. It holds whose list it belongs to. */
function page(rows: ReturnType<typeof toOrder>[], whose: string, { limit, cursor }: Asked) {
  const [owner, last] = Buffer.from(cursor ?? '', 'base64url')
    .toString()
    .split('\n')
  if (cursor !== undefined && (owner !== whose || !last)) throw new Refusal(400, 'bad_request')
  const rest = rows.filter((order) => !last || keyOf(order) < last).toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1))
  const orders = rest.slice(0, limit)
  const end = orders.at(-1)
  const next = end && rest.length > limit ? Buffer.from(`${whose}\n${keyOf(end)}`).toString('base64url') : null
  return { orders, next, asOf: asOf() }
}

const toCandidate = ({ id, lastName, phoneNumber }: WireCustomer) => ({
  customerId: id,
  title: lastName,
  subtitle: phoneNumber ? `${phoneNumber.slice(0, 3)}****${phoneNumber.slice(-4)}` : '',
  reasons: ['phone'],
})

/** What the contract asks, answered from Vendure. */
export function createAnswers(ask: Ask): Record<string, (data: unknown) => unknown> {
  const ordersOf = ({ orders }: WireCustomer) => orders.items.filter(isOrder).map(toOrder)

  async function customers(filter: object): Promise<WireCustomer[]> {
    const data = await ask(customersQuery, { filter })
    return z.object({ customers: z.object({ items: z.array(WireCustomer) }) }).parse(data).customers.items
  }

  async function find({ customer, staff }: Asked) {
    const identities = customer?.identities ?? []
    if (identities.length === 0 || identities.some(({ value }) => value === '' || value === 'null'))
      throw new Refusal(400, 'no_identity')
    const known = identities.filter(({ type }) => fields[type])
    const hits = await Promise.all(
      known.map(async ({ type, value }) =>
        (await customers({ [fields[type] ?? '']: { eq: value } })).map((row) => ({ type, row })),
      ),
    )
    const proven = hits.flat().filter(({ type }) => type !== 'phone')
    const [row, ...others] = new Map(proven.map((hit) => [hit.row.id, hit.row])).values()
    if (!row) return { match: 'none', candidates: hits.flat().map((hit) => toCandidate(hit.row)) }
    if (others.length > 0) return { match: 'many' }
    if (row.customFields.staffUserid !== staff.userid) throw new Refusal(403, 'not_allowed')
    const matchedBy = [
      ...new Set(
        hits
          .flat()
          .filter((hit) => hit.row.id === row.id)
          .map(({ type }) => type),
      ),
    ]
    return { match: 'one', row, customer: { customerId: row.id, name: row.lastName, matchedBy } }
  }

  const handlers: Record<string, (asked: Asked) => unknown> = {
    ping: () => ({ contract: '1', system: 'Vendure', now: asOf(), features: ['mine', 'search'] }),
    async 'orders.list'(asked) {
      const { row, match, customer = null, candidates } = await find(asked)
      if (!row) return { match, customer, orders: [], candidates, next: null, asOf: asOf() }
      const { status, q = '' } = asked
      const isMeant = (order: ReturnType<typeof toOrder>) =>
        [
          order.number,
          ...order.items.map(({ name }) => name),
          ...order.parcels.map((each) => each.trackingNumber),
        ].some((text) => text.includes(q))
      const rows = ordersOf(row).filter((order) => (status === 'all' || isOpen(order)) && isMeant(order))
      return { match, customer, total: rows.length, ...page(rows, `${row.id} ${status} ${q}`, asked) }
    },
    async 'orders.get'(asked) {
      const { row, customer } = await find(asked)
      const order = row && ordersOf(row).find(({ id }) => id === asked.orderId)
      if (!order) throw new Refusal(404, 'not_found')
      return { customer, order, asOf: asOf() }
    },
    async 'customers.search'({ q, phones, limit, staff }) {
      if ((q ?? '').length < 3 && phones.length === 0) throw new Refusal(400, 'bad_request')
      const meant = [
        ...phones.map((phone) => ({ phoneNumber: { eq: phone } })),
        ...(q ? [{ phoneNumber: { eq: q } }, { lastName: { contains: q } }] : []),
      ]
      const rows = await customers({ _and: [{ staffUserid: { eq: staff.userid } }, { _or: meant }] })
      return { candidates: rows.slice(0, limit).map(toCandidate) }
    },
    async 'orders.mine'(asked) {
      const { userid } = asked.staff
      const rows = await customers({ staffUserid: { eq: userid } })
      const owed = rows
        .flatMap((row) => row.orders.items.filter(isOrder))
        .map((order) => ({
          ...toOrder(order),
          customer: { externalUserId: order.customer.customFields.externalUserId },
        }))
      return page(
        owed.filter(({ tasks }) => tasks.length > 0),
        `mine ${userid}`,
        asked,
      )
    },
  }
  return Object.fromEntries(
    Object.entries(handlers).map(([type, handle]) => [
      type,
      (data: unknown) => {
        const asked = Asked.safeParse(data)
        if (!asked.success) throw new Refusal(400, 'bad_request')
        return handle(asked.data)
      },
    ]),
  )
}
