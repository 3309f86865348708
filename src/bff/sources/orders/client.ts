import { randomUUID } from 'node:crypto'
import { toChinaIso } from '../../china-time.ts'
import type { Clock } from '../../clock.ts'
import { UpstreamError } from '../../errors.ts'
import { createWebhook } from '../../secrets/webhook.ts'
import type { Http } from '../../upstream/http.ts'
import { readWire, type NoteUnread } from '../../wire/read-wire.ts'
import type { OrdersConfig } from './config.ts'
import { failureOf } from './failures.ts'
import type { Identity } from './identities.ts'
import { WireGet, WireList, WireMine, WirePing, WireSearch } from './wire-answers.ts'

export interface ClientDeps {
  config: OrdersConfig
  corpId: string
  http: Http
  clock: Clock
  note?: NoteUnread | undefined
}

/** Which of a customer's orders are wanted. */
export interface ListQuestion {
  status: 'open' | 'all'
  q?: string | undefined
  limit: number
  cursor?: string | undefined
}

/** Who is asked about, and by whom. */
export interface Customer {
  userid: string
  identities: readonly Identity[]
}

interface Message {
  type: string
  userid?: string
  data?: object
  hasCursor?: boolean
}

const contract = '1'
const source = 'orders'

/** Whom the doctor asks as. */
export const doctor = 'sidedesk-doctor'

/** The five questions of `sidedesk-orders/1` [docs/orders.md]. Each rejects with an UpstreamError, or the AppError that its code means. */
export function createClient({ config, corpId, http, clock, note }: ClientDeps) {
  const webhook = createWebhook(config.secrets)

  /** Signed anew for each attempt: an id that was used, and an old time, are refused. */
  function request({ type, userid = doctor, data = {} }: Message) {
    const at = clock()
    const staff = { userid }
    const body = JSON.stringify({ contract, type, timestamp: toChinaIso(at), data: { corpId, staff, ...data } })
    const signature = webhook.sign({ id: `msg_${randomUUID()}`, at, body })
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...signature }
    return { method: 'POST', url: config.url, headers, body, isExact: true } as const
  }

  const ask = <T>(message: Message, read: (json: unknown) => T, signal: AbortSignal): Promise<T> => {
    const { type: operation, hasCursor = false } = message
    return http(
      {
        operation,
        isRead: true,
        request: () => request(message),
        read: ({ json }) => read(json),
        failure: (error) => failureOf(error, { operation, hasCursor }),
      },
      signal,
    )
  }

  const originOf = (operation: string) => ({ source, operation, note }) as const

  function readList(json: unknown) {
    const list = readWire(WireList, json, originOf('orders.list'))
    const lacks = list.customer ? 'orders: not a list' : 'customer: missing'
    if (list.match === 'one' && !(list.customer && list.orders))
      throw new UpstreamError({ source, operation: 'orders.list', reason: 'unreadable', detail: lacks })
    return list
  }

  return {
    ping: (signal: AbortSignal) => ask({ type: 'ping' }, (json) => readWire(WirePing, json, originOf('ping')), signal),

    list({ userid, identities }: Customer, question: ListQuestion, signal: AbortSignal) {
      const data = { customer: { identities }, ...question }
      return ask({ type: 'orders.list', userid, data, hasCursor: question.cursor !== undefined }, readList, signal)
    },

    /** @throws order_gone */
    get({ userid, identities }: Customer, orderId: string, signal: AbortSignal) {
      const read = (json: unknown) => readWire(WireGet, json, originOf('orders.get'))
      return ask({ type: 'orders.get', userid, data: { customer: { identities }, orderId } }, read, signal)
    },

    search(userid: string, wanted: { q: string } | { phones: readonly string[] }, signal: AbortSignal) {
      const read = (json: unknown) => readWire(WireSearch, json, originOf('customers.search')).candidates
      return ask({ type: 'customers.search', userid, data: { ...wanted, limit: 10 } }, read, signal)
    },

    mine(userid: string, page: { limit: number; cursor?: string | undefined }, signal: AbortSignal) {
      const read = (json: unknown) => readWire(WireMine, json, originOf('orders.mine'))
      return ask({ type: 'orders.mine', userid, data: page, hasCursor: page.cursor !== undefined }, read, signal)
    },
  }
}

export type Client = ReturnType<typeof createClient>
