import { createHash } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { inTurns } from '../../concurrency/in-turns.ts'
import { AppError } from '../../errors.ts'
import { factsOf } from '../../logging/log-failure.ts'
import type { CountDropped } from '../../metrics/index.ts'
import type { LeftOutRow } from '../../store/store.ts'
import type { LeftOut } from '../left-out.ts'
import { readPageInTurns, type SourceLog } from '../read-page.ts'
import type { NoteUnread } from '../../wire/read-wire.ts'
import type { MinePage, OneOrder, OrderPage } from './order-page.ts'
import { createLooks } from './look.ts'
import { createRowsOf, strangerRow } from './rows-of.ts'
import type { OrdersConfig } from './config.ts'
import type { Client, Customer, ListQuestion } from './client.ts'
import { toOffers } from './offers.ts'
import { asListed, toBody, toCustomer, toMineBody } from './map.ts'
import { WireMineOrder } from './wire.ts'
import { mostRows, WireOwner, type WireCustomer, type WireList } from './wire-answers.ts'
import type { OrderSummary } from '#contract/order'
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

const longestAgeMs = 30_000
/** A customer found by a phone alone, as the doctor is told of it. */
const phoneRow: LeftOutRow = { id: null, field: 'customer.matchedBy', subject: null, staffIds: [] }
const source = 'orders'

const ageOf = (seconds: number | null): number =>
  seconds === null ? longestAgeMs : Math.min(Math.max(0, seconds * 1000), longestAgeMs)

/** Proof is what we sent, and no phone that a salesperson typed; an answer that does not say how it matched is believed where none was sent. */
function isProven({ matchedBy }: WireCustomer, { identities }: Customer): boolean {
  const proofs = identities.filter(({ type }) => type !== 'phone')
  if (matchedBy.length > 0) return matchedBy.some((how) => proofs.some(({ type }) => type === how))
  return !identities.some(({ type }) => type === 'phone')
}

/** Reads the company's answers: whom they are about, and what of them may be shown. What may not is counted, and told to the doctor. */
export function createReadAnswers({ client, config, kept, log, clock, note, dropped }: ReadDeps) {
  const createLook = createLooks(config, dropped)
  const rowsOf = createRowsOf({ log, note, dropped })

  /** For the doctor. Whom it is about is kept as a digest. */
  async function tell(operation: string, about: string, rows: readonly LeftOutRow[]): Promise<void> {
    const part = createHash('sha256').update(about).digest('hex').slice(0, 16)
    await kept.note({ operation, part }, rows).catch((error: unknown) => {
      log.warn(factsOf(error), 'what was left out is not kept')
    })
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

  /** What of an answer may be shown, and what of it the doctor is told. */
  async function judge(list: WireList, asked: Customer): Promise<{ page: OrderPage; odd: LeftOutRow[] }> {
    const { match, customer } = list
    if (match !== 'one' || !customer) return { page: nobody(list, match === 'many' ? 'many' : 'none'), odd: [] }
    if (!isProven(customer, asked)) {
      dropped?.('phone_alone')
      return { page: nobody(list, 'none'), odd: [phoneRow] }
    }
    const look = createLook()
    const { own, unread, strangers } = await rowsOf(customer.customerId, list.orders?.slice(0, mostRows) ?? [])
    const page: OrderPage = {
      ...nobody(list, 'none'),
      match,
      customer: toCustomer(customer, look),
      orders: await inTurns(own, (some) => some.map((row) => asListed(toBody(row, look)))),
      leftOut: unread.length + Math.max(0, (list.orders?.length ?? 0) - mostRows),
      total: list.total,
      next: list.next ?? null,
      summary: summaryOf(list),
    }
    return { page, odd: [...unread, ...strangers, ...look.rows()] }
  }

  return {
    async page(asked: Customer, question: ListQuestion, signal: AbortSignal): Promise<OrderPage> {
      const { status, q, cursor = '' } = question
      const { page, odd } = await judge(await client.list(asked, question, signal), asked)
      const about = [asked.identities[0]?.value, status, cursor].join(' ')
      // A search tells a part of what the list has told.
      if (q === undefined) await tell('orders.list', about, odd)
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
      const read = await readPageInTurns(WireMineOrder, answer.orders.slice(0, mostRows), {
        source,
        operation,
        note,
        log,
        Owner: WireOwner,
      })
      const orders = await inTurns(read.rows, (some) => some.map((row) => toMineBody(row, look)))
      await tell(operation, `${userid} ${page.cursor ?? ''}`, [...read.leftOut, ...look.rows()])
      return {
        orders,
        leftOut: read.leftOut.length + Math.max(0, answer.orders.length - mostRows),
        next: answer.next ?? null,
        asOf: answer.asOf ?? clock(),
      }
    },
  }
}

export type ReadAnswers = ReturnType<typeof createReadAnswers>
