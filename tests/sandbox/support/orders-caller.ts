import { createHmac, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { ordersSecrets, startOrders } from '../../../src/sandbox/vendors/orders/index.ts'
import { createTestClock } from '../../support/clock.ts'

const Task = z.looseObject({ id: z.string(), kind: z.string(), status: z.string(), dueAt: z.string().nullable() })

export const OrderRow = z.looseObject({
  id: z.string(),
  number: z.string(),
  customerId: z.string(),
  status: z.string(),
  statusText: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  amounts: z.looseObject({ currency: z.string(), payable: z.int(), paid: z.int(), refunded: z.int() }),
  items: z.array(z.looseObject({ name: z.string(), imageUrl: z.string().optional() })),
  itemCount: z.int(),
  parcels: z.array(z.looseObject({ trackingNumber: z.string(), status: z.string() })),
  tasks: z.array(Task),
  links: z.array(z.looseObject({ rel: z.string(), url: z.string(), audience: z.string() })),
})
export type OrderRow = z.infer<typeof OrderRow>

const List = z.looseObject({
  match: z.enum(['one', 'none', 'many']).optional(),
  customer: z.looseObject({ customerId: z.string(), matchedBy: z.array(z.string()) }).nullish(),
  orders: z.array(OrderRow),
  candidates: z.array(z.looseObject({ customerId: z.string(), reasons: z.array(z.string()) })).optional(),
  total: z.int().nullish(),
  next: z.string().nullable(),
  summary: z.looseObject({ orders: z.int() }).optional(),
})
export type List = z.infer<typeof List>

export const Problem = z.object({
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  type: z.string(),
})

export interface Call {
  secret?: string
  id?: string
  /** Unix seconds. */
  timestamp?: string
  /** Sent instead of the signature of the body. */
  signature?: string
  /** Sent instead of the body's JSON. */
  raw?: string
  method?: string
}

export const wecomIs = (value: string) => ({ type: 'external_userid', value, proof: 'wecom' })
export const linkedTo = (value: string) => ({ type: 'customer_id', value, proof: 'linked' })
export const phoneIs = (value: string) => ({ type: 'phone', value, proof: 'typed' })

/** A caller of the order system with its own signature code, written from the contract. */
export async function startOrdersCaller() {
  const time = createTestClock()
  const world = createWorld({ now: time.now() })
  const vendor = await startOrders({ world, clock: time.clock, slowMs: 20 })
  const address = vendor.environment['ORDERS_URL'] ?? ''

  const sign = (secret: string, signed: string) =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
      .update(signed)
      .digest('base64')}`

  const message = (type: string, data: object) => ({
    contract: '1',
    type,
    timestamp: new Date(time.now()).toISOString(),
    data: { corpId: world.corpId, staff: { userid: cast.salesperson }, ...data },
  })

  async function post(body: object, call: Call = {}): Promise<Response> {
    const { secret = ordersSecrets.asked, id = randomUUID(), method = 'POST', raw = JSON.stringify(body) } = call
    const { timestamp = String(Math.floor(time.now() / 1000)) } = call
    const signature = call.signature ?? sign(secret, `${id}.${timestamp}.${raw}`)
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
    return fetch(address, {
      method,
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'POST' && { body: raw }),
    })
  }

  const ask = (type: string, data: object = {}, call?: Call) => post(message(type, data), call)

  /** The answer of a question that is not refused. */
  async function told(type: string, data: object = {}): Promise<Record<string, unknown>> {
    const response = await ask(type, data)
    if (response.status !== 200) throw new Error(`${type}: ${response.status} ${await response.text()}`)
    return z.looseObject({}).parse(await response.json())
  }

  /** Code and status of a refusal. */
  async function refused(answer: Promise<Response>): Promise<string> {
    const response = await answer
    const { code, status } = Problem.parse(await response.json())
    return `${code} ${status === response.status ? status : 'differs'}`
  }

  const of = (...identities: object[]) => ({ customer: { identities } })
  const list = async (externalUserId: string, data: object = {}): Promise<List> =>
    List.parse(await told('orders.list', { ...of(wecomIs(externalUserId)), status: 'all', limit: 100, ...data }))

  return { ...time, vendor, world, address, sign, message, post, ask, told, refused, of, list, parseList: List.parse }
}

export type OrdersCaller = Awaited<ReturnType<typeof startOrdersCaller>>
