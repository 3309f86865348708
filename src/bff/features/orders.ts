import type { OrderTask } from '#contract/order'
import type { PictureCall } from '#contract/picture'
import type { ListQuery } from '#contract/work'
import { toChinaIso } from '../china-time.ts'
import type { Clock } from '../clock.ts'
import { toProblem } from '../errors.ts'
import type { PictureAsked, PictureHandlers } from '../http/pictures.ts'
import type { Caller, Handlers } from '../http/route.ts'
import type { OrderContacts } from '../identity/order-contacts.ts'
import type { OrderSubject } from '../identity/order-subject.ts'
import { logFailure } from '../logging/log-failure.ts'
import { configured } from '../sources/configured.ts'
import { recallLateMs } from '../sources/recall.ts'
import type { SourceAnswer } from '../sources/source.ts'
import { isWanted, tally } from '../sources/tally.ts'
import {
  timeOf,
  toOrder,
  toTasks,
  type OneOrder,
  type OrderPage,
  type Orders,
  type ReadOrders,
} from '../sources/orders/index.ts'
import type { Recalled } from '../sources/recall.ts'
import {
  ageOf,
  lookedFor,
  toWorkList,
  toWorkListOf,
  unconfiguredList,
  unlinkedList,
  type ListCaller,
} from '../work/work-list.ts'

interface Deps {
  /** Null if the source is not configured. */
  orders: Orders | null
  subjectOf: OrderSubject
  contactsOf: OrderContacts
  clock: Clock
}

type OrderHandlers = Pick<Handlers, Extract<keyof Handlers, `${string}/order${string}`>>
type PictureOf = 'GET /api/contacts/:externalUserId/orders/:orderId/items/:index/picture'

const source = 'orders'
const unknown = { match: null, summary: null } as const
/** Of so many tasks at most the customers' names are looked through: WeCom is asked for each. */
const mostNames = 100

/** What of a task's rows is searched besides title and text. */
const namesOf = ({ number, customerName, contact }: OrderTask) => [number, customerName, contact?.name]

function answerOf(rows: OrderTask[], read: ReadOrders, { status, mine }: ListQuery): SourceAnswer<OrderTask> {
  const items = rows.filter((row) => mine === undefined || row.mine)
  const { asOf, problem, leftOut } = read
  const wanted = items.filter((row) => isWanted(row.status, status))
  return { items: wanted, counts: tally(items), asOf, lateMs: recallLateMs, leftOut, problem }
}

/** The company's orders: what has to be done for them, and the orders themselves. */
export function createOrderHandlers({ orders, subjectOf, contactsOf, clock }: Deps): OrderHandlers & {
  orderPicture: PictureHandlers[PictureOf]
} {
  const listOf = (rows: OrderTask[], read: ReadOrders, asked: ListCaller) =>
    toWorkList(source, lookedFor(answerOf(rows, read, asked.query), asked.query, namesOf), { ...asked, clock })

  /** Says why an answer is not as fresh or whole as it should be. */
  function freshnessOf(read: Recalled<OrderPage | OneOrder>, { log, requestId }: Caller) {
    const leftOut = 'leftOut' in read.value ? read.value.leftOut : 0
    const told = { asOf: timeOf(read), lateMs: recallLateMs, problem: read.problem, leftOut }
    const { asOf, problem } = ageOf(source, told, clock())
    if (problem) logFailure(log, problem)
    const known = { source, asOf: asOf === null ? null : toChinaIso(asOf) } as const
    if (!problem) return { ...known, state: 'fresh' as const }
    return { ...known, state: 'stale' as const, problem: toProblem(problem, requestId) }
  }

  return {
    'GET /api/contacts/:externalUserId/order-tasks': async (input) => {
      const { staff, signal, log, requestId } = input
      const question = await subjectOf(input)
      if (!orders) return { ...unconfiguredList<OrderTask>(source), ...unknown }
      const read = await orders.open(question, signal)
      const { match, summary, customer, problem } = read
      if (match !== 'one') {
        if (problem) logFailure(log, problem)
        const why = problem ? { problem: toProblem(problem, requestId) } : {}
        return { ...unlinkedList<OrderTask>(source, 'contact-link'), ...why, match, summary: null }
      }
      const reader = { userid: staff.userid, now: clock() }
      const rows = read.orders.flatMap((order) => toTasks(order, customer?.name ?? null, reader))
      return { ...listOf(rows, read, input), match, summary }
    },

    'GET /api/contacts/:externalUserId/orders': async (input) => {
      const { query, staff, signal } = input
      const question = await subjectOf(input)
      const none = { match: 'none', customer: null, orders: [], total: null, next: null, summary: null } as const
      if (!orders) return { source, state: 'unconfigured', asOf: null, ...none, orders: [] }
      const answer = await orders.page(question, query, signal)
      const { match, customer, total, next, summary } = answer.value
      const reader = { userid: staff.userid, now: clock() }
      return {
        ...freshnessOf(answer, input),
        match,
        customer,
        orders: answer.value.orders.map((order) => toOrder(order, question.externalUserId, reader)),
        total,
        next,
        summary,
      }
    },

    'GET /api/contacts/:externalUserId/orders/:orderId': async (input) => {
      const { params, staff, signal } = input
      const question = await subjectOf(input)
      const answer = await configured(source, orders).order(question, params.orderId, signal)
      const reader = { userid: staff.userid, now: clock() }
      return {
        ...freshnessOf(answer, input),
        customer: answer.value.customer,
        order: toOrder(answer.value.order, question.externalUserId, reader),
      }
    },

    'GET /api/me/order-tasks': async (input) => {
      const { staff, signal, refresh } = input
      const reader = { userid: staff.userid, now: clock() }
      const read = (await orders?.mine({ userid: staff.userid, refresh }, signal)) ?? null
      if (!read) return { ...unconfiguredList<OrderTask>(source), ...unknown }
      const byId = new Map(read.orders.map((order) => [order.id, order]))
      /** Names are read of the customers that are shown, and of as many as are looked through. */
      const named = async (rows: readonly OrderTask[]): Promise<OrderTask[]> => {
        const contactOf = await contactsOf(
          rows.flatMap(({ orderId }) => byId.get(orderId) ?? []),
          input,
        )
        return rows.map((row) => Object.assign({}, row, { contact: contactOf(row.orderId) }))
      }
      const rows = read.orders.flatMap((order) =>
        toTasks(order, order.customerName, reader).filter((task) => task.mine),
      )
      const isSought = input.query.q !== undefined
      const known = isSought ? [...(await named(rows.slice(0, mostNames))), ...rows.slice(mostNames)] : rows
      const found = lookedFor(answerOf(known, read, input.query), input.query, namesOf)
      return { ...(await toWorkListOf(source, found, { ...input, clock, itemsOf: named })), ...unknown }
    },

    orderPicture: async ({ params, staff, signal }: PictureAsked<PictureOf & PictureCall>) => {
      const question = await subjectOf({ params, staff, signal })
      return configured(source, orders).picture(question, params.orderId, Number(params.index), signal)
    },
  }
}
