import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One question that was asked of the company, with a signature that was in order. */
export interface Asked {
  type: string
  userid: string
  data: Record<string, unknown>
}

type Refusal = { status: number; code?: string; headers?: Record<string, string>; body?: string }
type Answer = object | Refusal

export interface OrderCompany {
  url: string
  secret: string
  eventSecret: string
  environment: Record<string, string>
  asked: Asked[]
  /** How many came without a signature that fits. */
  refused: number
  /** By type; a handler for a type replaces the usual answer. */
  on: Record<string, (asked: Asked) => Answer | Promise<Answer>>
  /** Orders by the contact's id, and the customer that the contact is. */
  customers: Map<string, { customerId: string; name: string; orders: object[] }>
  /** Pictures by path. */
  pictures: Map<string, (response: ServerResponse) => void>
  counts(type: string): number
  reset(): void
  close(): Promise<void>
}

export const secretOf = (text: string): string => `whsec_${Buffer.from(text.padEnd(24, '.')).toString('base64')}`

/** By the standard's own words, and none of the BFF's: HMAC-SHA256 over id, timestamp and body. */
export function signatureOf(
  secret: string,
  { id, timestamp, body }: Record<'id' | 'timestamp' | 'body', string>,
): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

/** The headers of an event that the company sends. */
export function eventHeaders(secret: string, body: string, now: number, id = `msg_${randomUUID()}`) {
  const timestamp = String(Math.floor(now / 1000))
  const signature = signatureOf(secret, { id, timestamp, body })
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  }
}

/** An order as the contract has it, with whatever a test changes. */
export const anOrder = (id: string, patch: object = {}): Record<string, unknown> => ({
  id,
  number: `NO-${id}`,
  customerId: 'c1',
  shop: null,
  title: '苏打水 等 2 件',
  status: 'to_ship',
  statusText: '待发货',
  payment: 'paid',
  fulfilment: 'unshipped',
  afterSales: null,
  amounts: { currency: 'CNY', payable: 123_450, paid: 123_450, refunded: 0 },
  items: [{ name: '苏打水', quantity: 2, unitPrice: 61_725, total: 123_450 }],
  receiver: { name: '李*', phone: '138****1111', region: '江苏 南京' },
  parcels: [],
  createdAt: '2026-11-19T09:00:00+08:00',
  updatedAt: '2026-11-19T10:00:00+08:00',
  tasks: [
    {
      id: 't1',
      kind: 'deliver',
      title: '安排发货',
      dueAt: '2026-11-21T09:00:00+08:00',
      status: 'open',
      assignees: ['mengxiangyu'],
    },
  ],
  links: [],
  fields: [],
  ...patch,
})

const isRefusal = (answer: Answer): answer is Refusal => 'status' in answer && typeof answer.status === 'number'

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, answer: Answer): void {
  if (!isRefusal(answer)) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    return
  }
  const { status, code, headers = {}, body = JSON.stringify({ code, detail: 'a secret detail' }) } = answer
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(body)
}

/** A small company of a test's own, on loopback. It verifies signatures by itself and shares no code with the BFF. */
export async function startOrderCompany(clock: () => number): Promise<OrderCompany> {
  const ids = new Set<string>()

  function isSigned(request: IncomingMessage, body: string): boolean {
    const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
      String(request.headers[`webhook-${name}`]),
    ) as [string, string, string]
    if (ids.has(id) || Math.abs(Number(timestamp) - clock() / 1000) > 300) return false
    ids.add(id)
    return signatures.split(' ').includes(signatureOf(company.secret, { id, timestamp, body }))
  }

  const externalOf = ({ data }: Asked): string => {
    const { identities } = data.customer as { identities: { type: string; value: string }[] }
    return identities.find(({ type }) => type === 'external_userid')?.value ?? ''
  }
  const customerOf = (asked: Asked) => {
    const found = company.customers.get(externalOf(asked))
    return found && { customerId: found.customerId, name: found.name, matchedBy: ['external_userid'] }
  }
  const ordersOf = (asked: Asked) => (company.customers.get(externalOf(asked))?.orders ?? []) as { id: string }[]
  const asOf = () => new Date(clock()).toISOString()

  const usual: OrderCompany['on'] = {
    ping: () => ({ contract: '1', system: '自家商城', now: asOf(), features: ['mine', 'search', 'events'] }),
    'orders.list': (asked) => {
      const customer = customerOf(asked)
      return customer
        ? { match: 'one', customer, orders: ordersOf(asked), total: null, next: null, asOf: asOf() }
        : { match: 'none', customer: null, orders: [], next: null, asOf: asOf() }
    },
    'orders.get': (asked) => {
      const order = ordersOf(asked).find(({ id }) => id === asked.data.orderId)
      return order ? { customer: customerOf(asked), order, asOf: asOf() } : { status: 404, code: 'not_found' }
    },
    'customers.search': () => ({ candidates: [] }),
    'orders.mine': () => ({ orders: [], next: null, asOf: asOf() }),
  }

  const server = createServer((request, response) => {
    const picture = company.pictures.get(request.url ?? '')
    if (picture) return picture(response)
    void bodyOf(request).then(async (body) => {
      if (!isSigned(request, body)) {
        company.refused += 1
        return send(response, { status: 401, code: 'bad_signature' })
      }
      const { type, data } = JSON.parse(body) as { type: string; data: Asked['data'] & { staff: { userid: string } } }
      const asked = { type, userid: data.staff.userid, data }
      company.asked.push(asked)
      const answer = company.on[type] ?? usual[type] ?? (() => ({ status: 400, code: 'unknown_type' }))
      return send(response, await answer(asked))
    })
  })

  const company: OrderCompany = {
    url: '',
    secret: secretOf('what we sign with'),
    eventSecret: secretOf('what they sign with'),
    environment: {},
    asked: [],
    refused: 0,
    on: {},
    customers: new Map(),
    pictures: new Map(),
    counts: (type) => company.asked.filter((asked) => asked.type === type).length,
    reset() {
      company.asked.length = 0
      company.refused = 0
      company.on = {}
      company.customers.clear()
      company.pictures.clear()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  company.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  company.environment = {
    ORDERS_URL: `${company.url}/orders`,
    ORDERS_SECRET: company.secret,
    ORDERS_EVENT_SECRET: company.eventSecret,
    ORDERS_NAME: '自家商城',
    ORDERS_POLICY: 'retries=0,breakMs=1000',
  }
  return company
}
