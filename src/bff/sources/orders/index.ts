import type { OrderCustomer, OrderMatch, OrderSummary } from '#contract/order'
import { LRUCache } from 'lru-cache'
import { AppError } from '../../errors.ts'
import { createPictures, type Picture } from '../../upstream/pictures.ts'
import type { OpenSource, SourceDefinition, SourceDeps } from '../definition.ts'
import { createLeftOut } from '../left-out.ts'
import type { Recalled } from '../recall.ts'
import type { CandidateQuery, Linkable, Offer, Probed } from '../source.ts'
import { createAnswers, type OrdersQuestion } from './answers.ts'
import { createCandidates } from './candidates.ts'
import { ordersChecks, type Examined } from './checks.ts'
import { createClient, type ListQuestion } from './client.ts'
import { ordersSettings, type OrdersConfig } from './config.ts'
import { isKept } from './failures.ts'
import { createFeatures } from './features.ts'
import { identitiesOf } from './identities.ts'
import type { MineBody, OrderBody } from './map.ts'
import { createMine } from './mine.ts'
import { cutOr, readPages, sum, type ReadOrders } from './pages.ts'
import { createReadAnswers } from './read-answers.ts'
import type { OneOrder, OrderPage } from './order-page.ts'
import { createPictureAddresses } from './picture-addresses.ts'
import { createReadPicture } from './read-picture.ts'

export type { OrdersQuestion } from './answers.ts'
export type { ReadOrders } from './pages.ts'
export type { OneOrder, OrderPage } from './order-page.ts'
export { identitiesOf } from './identities.ts'
export type { MineBody, OrderBody } from './map.ts'
export { toOrder, toTasks } from './to-order.ts'

export type OrdersDeps = Pick<SourceDeps, 'http' | 'store' | 'clock' | 'log' | 'corpId'> &
  Partial<Pick<SourceDeps, 'caches' | 'note' | 'dropped'>> & {
    config: OrdersConfig
    /** How long a reader waits who could be shown what is known. */
    waitMs?: number
  }

/** All of a customer's open orders. */
export interface OpenOrders extends ReadOrders {
  match: OrderMatch
  customer: OrderCustomer | null
  summary: OrderSummary | null
}

export interface Orders extends Linkable, Probed, Examined, OpenSource {
  /** One page of a contact's orders, as the company cuts it. */
  page(question: OrdersQuestion, list: ListQuestion, signal: AbortSignal): Promise<Recalled<OrderPage>>
  /**
   * Every order of a contact that the company calls open, and with it each that has an open task: of others nothing is told,
   * whatever was done for them. Its first page is the answer of `page` to the question that our page asks first.
   */
  open(question: OrdersQuestion, signal: AbortSignal): Promise<OpenOrders>
  /** @throws order_gone */
  order(question: OrdersQuestion, orderId: string, signal: AbortSignal): Promise<Recalled<OneOrder>>
  /** @throws order_gone, not_found */
  picture(question: OrdersQuestion, orderId: string, index: number, signal: AbortSignal): Promise<Picture>
  /** The orders in which this salesperson has something to do; null where the order system cannot tell. */
  mine(asked: { userid: string; refresh: boolean }, signal: AbortSignal): Promise<ReadOrders<MineBody> | null>
}

/** What the page asks first, for its agenda and for its list. */
const firstQuestion: ListQuestion = { status: 'open', limit: 50 }
const mostContacts = 20_000
const pictureBytes = 2_000_000
const keptPictureBytes = 24_000_000

/** When the company's data are from: no later than they came. */
export const timeOf = ({ value, fetchedAt }: Recalled<{ asOf: number | null }>): number =>
  Math.min(value.asOf ?? fetchedAt, fetchedAt)

/** The company's own orders: asked per customer when they are wanted, and remembered for half a minute. */
export function createOrders(deps: OrdersDeps): Orders {
  const { clock, log, caches, waitMs } = deps
  const client = createClient(deps)
  const kept = createLeftOut('orders', { leftOut: deps.store.leftOut, clock })
  const read = createReadAnswers({ ...deps, client, kept })
  const pages = createAnswers<OrderPage>({ clock, waitMs, count: caches?.('orders') })
  const single = createAnswers<OneOrder>({ clock, waitMs, count: caches?.('order') })
  const mineOf = createMine({ read, clock, count: caches?.('orders') })
  const has = createFeatures({ ping: client.ping, clock })
  const photos = createReadPicture()
  const addresses = createPictureAddresses(clock)
  /** Whom the contacts' lists are about; empty for nobody. */
  const customers = new LRUCache<string, string>({ max: mostContacts })
  const pictures = createPictures({
    read: photos.read,
    clock,
    maxBytes: pictureBytes,
    keptBytes: keptPictureBytes,
  })

  /** Nothing of what this salesperson was told of this contact is shown any more. */
  function forget(question: OrdersQuestion): void {
    pages.forget(question)
    single.forget(question)
    addresses.forget(question)
  }

  async function orForget<T>(question: OrdersQuestion, answer: Promise<T>): Promise<T> {
    return answer.catch((error: unknown) => {
      if (isKept(error)) forget(question)
      throw error
    })
  }

  async function pageOf(question: OrdersQuestion, list: ListQuestion, signal: AbortSignal) {
    const { status, q = '', limit, cursor = '' } = list
    const key = ['list', status, limit, cursor, q].join(' ')
    const asked = pages(question, { key, signal }, (own) => read.page(question, list, own))
    const answer = await orForget(question, asked)
    addresses.note(question, answer.value.orders)
    if (cursor === '') customers.set(question.externalUserId, answer.value.customer?.customerId ?? '')
    return answer
  }

  /** Whether this is the customer whom the lists are about: as they said last, else as they say now. */
  async function isTheirs(question: OrdersQuestion, customerId: string, signal: AbortSignal): Promise<boolean> {
    if (customers.get(question.externalUserId) === customerId) return true
    const { value } = await pageOf(question, firstQuestion, signal)
    if (value.customer?.customerId === customerId) return true
    deps.dropped?.('stranger')
    return false
  }

  /** An older page is of the customer whom the first was about, or there is none. @throws bad_cursor */
  async function page(question: OrdersQuestion, list: ListQuestion, signal: AbortSignal) {
    const answer = await pageOf(question, list, signal)
    const { customer } = answer.value
    if (list.cursor === undefined || (customer && (await isTheirs(question, customer.customerId, signal))))
      return answer
    throw new AppError('bad_cursor', { detail: 'query.cursor' })
  }

  /** The order of the customer whom the lists are about: whoever else the answer names is a stranger. */
  async function order(question: OrdersQuestion, orderId: string, signal: AbortSignal) {
    const key = `order ${orderId}`
    const asked = single(question, { key, signal }, (own) => read.order(question, orderId, own))
    const answer = await orForget(question, asked)
    if (!(await isTheirs(question, answer.value.customer.customerId, signal))) throw new AppError('order_gone')
    addresses.note(question, [answer.value.order])
    return answer
  }

  async function addressOf(question: OrdersQuestion, orderId: string, index: number, signal: AbortSignal) {
    const known = addresses.of(question, orderId, index)
    return known ?? (await order(question, orderId, signal)).value.order.items[index]?.picture
  }

  async function open(question: OrdersQuestion, signal: AbortSignal): Promise<OpenOrders> {
    const answers: Recalled<OrderPage>[] = []
    const { orders, isCut, problem } = await readPages<OrderBody, OrderPage>(async (cursor) => {
      const list = cursor === undefined ? firstQuestion : { ...firstQuestion, cursor }
      const answer = await page(question, list, signal)
      answers.push(answer)
      return answer.value
    })
    const [{ value }] = answers as [Recalled<OrderPage>]
    return {
      match: value.match,
      customer: value.customer,
      summary: value.summary,
      orders,
      leftOut: sum(answers.map((answer) => answer.value.leftOut)),
      asOf: Math.min(...answers.map(timeOf)),
      problem: cutOr(answers.find((answer) => answer.problem)?.problem ?? problem, isCut),
    }
  }

  /** Whom the company takes the contact for, as it said when it was last asked for the orders. */
  async function offersOf(asked: CandidateQuery, signal: AbortSignal): Promise<readonly Offer[]> {
    const { contact, staffId: userid, linkByPhone } = asked
    if (!contact) return []
    const phones = linkByPhone ? asked.phones : []
    const { externalUserId, unionId, linkedIds: customerIds } = contact
    const identities = identitiesOf({ externalUserId, unionId, customerIds, phones })
    const question = { userid, externalUserId, identities, refresh: false, changedAt: contact.changedAt }
    return (await page(question, firstQuestion, signal)).value.offers
  }

  const candidates = createCandidates({ client, offersOf, canSearch: (signal) => has('search', signal), clock, log })

  return {
    page,
    open,
    order,
    async picture(question, orderId, index, signal) {
      const address = await addressOf(question, orderId, index, signal)
      if (!address) throw new AppError('not_found')
      return pictures(address, signal)
    },
    mine: async (asked, signal) => ((await has('mine', signal)) ? mineOf(asked, signal) : null),
    candidates,
    nameOf: () => Promise.resolve(null),
    staffIdOf: (userid) => Promise.resolve(userid),
    async probe(signal) {
      await client.ping(signal)
    },
    ping: client.ping,
    list: client.list,
    clock,
    ...(deps.config.name === null ? {} : { name: deps.config.name }),
    close: photos.close,
  }
}

export const orders: SourceDefinition<OrdersConfig, Orders> = {
  system: '订单系统',
  settings: ordersSettings,
  mirrors: {},
  open: createOrders,
  checks: ordersChecks,
  addressOf: () => 'ORDERS_URL',
  leftOutFix:
    '别的客户的订单，让订单系统按 customerId 过滤；只凭手机号认出的，要回答 match: none；公司自己的主机，补进 ORDERS_LINK_HOSTS 或 ORDERS_IMAGE_HOSTS',
  leftOutWords: {
    customerId: '写着别的客户的订单',
    'customer.matchedBy': '只凭手机号认出的客户',
    'links.url': '不在 ORDERS_LINK_HOSTS 里的链接',
    'items.imageUrl': '不在 ORDERS_IMAGE_HOSTS 里的图片',
  },
}
