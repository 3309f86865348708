import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { AppError } from '../../errors.ts'
import { factsOf } from '../../logging/log-failure.ts'
import type { CountDropped } from '../../metrics/index.ts'
import type { LeftOutRow } from '../../store/store.ts'
import type { LeftOut } from '../left-out.ts'
import { readPage, type SourceLog } from '../read-page.ts'
import type { NoteUnread } from '../../wire/read-wire.ts'
import type { Offer } from '../source.ts'
import { createLooks } from './look.ts'
import type { OrdersConfig } from './config.ts'
import type { Client, Customer, ListQuestion } from './client.ts'
import { toOffers } from './offers.ts'
import { asListed, toBody, toCustomer, toMineBody, type MineBody, type OrderBody } from './map.ts'
import { WireMineOrder, WireOrder, WireOwner, type WireCustomer, type WireList } from './wire.ts'
import type { OrderCustomer, OrderMatch, OrderSummary } from '#contract/order'
import { toChinaIso } from '../../china-time.ts'

export interface ReadDeps {
  client: Client
  config: OrdersConfig
  kept: LeftOut
  log: SourceLog
  clock: Clock
  note?: NoteUnread | undefined
  dropped?: CountDropped | undefined
}

/** One page of a customer's orders. */
export interface OrderPage {
  match: OrderMatch
  customer: OrderCustomer | null
  orders: OrderBody[]
  /** How many rows that belong here could not be read. */
  leftOut: number
  total: number | null
  next: string | null
  summary: OrderSummary | null
  /** Whom the company thinks the contact may be, where it is not one. */
  offers: Offer[]
  /** Epoch ms of the company's data; null where it does not say. */
  asOf: number | null
  maxAgeMs: number
}

export interface OneOrder extends Pick<OrderPage, 'asOf' | 'maxAgeMs'> {
  customer: OrderCustomer
  order: OrderBody
}

/** One page of the orders in which a salesperson has something to do. */
export interface MinePage extends Pick<OrderPage, 'leftOut' | 'next'> {
  orders: MineBody[]
  /** Epoch ms. */
  asOf: number
}

const longestAgeMs = 30_000
const source = 'orders'

const ageOf = (seconds: number | null): number =>
  seconds === null ? longestAgeMs : Math.min(Math.max(0, seconds * 1000), longestAgeMs)

/** A phone that a salesperson typed proves nothing by itself; an answer that does not say how it matched is believed where none was sent. */
function isProven({ matchedBy }: WireCustomer, { identities }: Customer): boolean {
  if (matchedBy.length > 0) return matchedBy.some((type) => type !== 'phone')
  return !identities.some(({ type }) => type === 'phone')
}

/** Reads the company's answers: whom they are about, and what of them may be shown. What may not is counted, and told to the doctor. */
export function createReadAnswers({ client, config, kept, log, clock, note, dropped }: ReadDeps) {
  const createLook = createLooks(config, dropped)

  /** For the doctor. Whom it is about is kept as a digest. */
  async function tell(operation: string, about: string, rows: readonly LeftOutRow[]): Promise<void> {
    const part = createHash('sha256').update(about).digest('hex').slice(0, 16)
    await kept.note({ operation, part }, rows).catch((error: unknown) => {
      log.warn(factsOf(error), 'what was left out is not kept')
    })
  }

  const strangerRow = ({ id }: { id: string | null }): LeftOutRow => ({
    id,
    field: 'customerId',
    subject: null,
    staffIds: [],
  })

  /** The rows of one customer. One that names another is a stranger's, readable or not. */
  function rowsOf(customerId: string, rows: readonly unknown[]) {
    const read = readPage(WireOrder, rows, { source, operation: 'orders.list', note, log, Owner: WireOwner })
    const isStranger = (subject: string | null) => subject !== null && subject !== customerId
    const strangers = [
      ...read.rows.filter((row) => isStranger(row.customerId)).map(strangerRow),
      ...read.leftOut.filter(({ subject }) => isStranger(subject)).map(strangerRow),
    ]
    strangers.forEach(() => dropped?.('stranger'))
    return {
      own: read.rows.filter((row) => !isStranger(row.customerId)),
      unread: read.leftOut.filter(({ subject }) => !isStranger(subject)),
      strangers,
    }
  }

  const summaryOf = ({ summary }: WireList): OrderSummary | null =>
    summary && { ...summary, lastOrderAt: summary.lastOrderAt === null ? null : toChinaIso(summary.lastOrderAt) }

  const nobody = (list: WireList, match: 'none' | 'many'): OrderPage => ({
    match,
    customer: null,
    orders: [],
    leftOut: 0,
    total: null,
    next: null,
    summary: null,
    offers: toOffers(list.candidates),
    asOf: list.asOf,
    maxAgeMs: ageOf(list.maxAgeSeconds),
  })

  async function phoneAlone(list: WireList, about: string): Promise<OrderPage> {
    dropped?.('phone_alone')
    await tell('orders.list', about, [{ id: null, field: 'customer.matchedBy', subject: null, staffIds: [] }])
    return nobody(list, 'none')
  }

  return {
    async page(asked: Customer, question: ListQuestion, signal: AbortSignal): Promise<OrderPage> {
      const list = await client.list(asked, question, signal)
      const { match, customer } = list
      if (match !== 'one' || !customer) return nobody(list, match === 'many' ? 'many' : 'none')
      const about = asked.identities[0]?.value ?? customer.customerId
      if (!isProven(customer, asked)) return phoneAlone(list, about)
      const look = createLook()
      const { own, unread, strangers } = rowsOf(customer.customerId, list.orders ?? [])
      const orders = own.map((row) => asListed(toBody(row, look)))
      const page = {
        ...nobody(list, 'none'),
        match,
        customer: toCustomer(customer, look),
        orders,
        leftOut: unread.length,
        total: list.total,
        next: list.next ?? null,
        summary: summaryOf(list),
      }
      await tell('orders.list', about, [...unread, ...strangers, ...look.rows()])
      return page
    },

    /** @throws order_gone, also where it is a stranger's */
    async order(asked: Customer, orderId: string, signal: AbortSignal): Promise<OneOrder> {
      const { customer, order, asOf, maxAgeSeconds } = await client.get(asked, orderId, signal)
      const isTheirs = order.customerId === customer.customerId && order.id === orderId
      const about = `order ${orderId}`
      if (!isTheirs || !isProven(customer, asked)) {
        dropped?.(isTheirs ? 'phone_alone' : 'stranger')
        if (!isTheirs) await tell('orders.get', about, [strangerRow(order)])
        throw new AppError('order_gone')
      }
      const look = createLook()
      const told = { customer: toCustomer(customer, look), order: toBody(order, look), asOf }
      await tell('orders.get', about, look.rows())
      return { ...told, maxAgeMs: ageOf(maxAgeSeconds) }
    },

    async mine(userid: string, page: { limit: number; cursor?: string }, signal: AbortSignal): Promise<MinePage> {
      const answer = await client.mine(userid, page, signal)
      const look = createLook()
      const operation = 'orders.mine'
      const read = readPage(WireMineOrder, answer.orders, { source, operation, note, log, Owner: WireOwner })
      const orders = read.rows.map((row) => toMineBody(row, look))
      await tell(operation, `${userid} ${page.cursor ?? ''}`, [...read.leftOut, ...look.rows()])
      return { orders, leftOut: read.leftOut.length, next: answer.next ?? null, asOf: answer.asOf ?? clock() }
    },
  }
}

export type ReadAnswers = ReturnType<typeof createReadAnswers>
