import type { OrderTask } from '#contract/order'
import type { PictureCall } from '#contract/picture'
import type { ListQuery } from '#contract/work'
import { toChinaIso } from '../china-time.ts'
import type { Clock } from '../clock.ts'
import { AppError, toProblem } from '../errors.ts'
import type { PictureAsked, PictureHandlers } from '../http/pictures.ts'
import type { Caller, Handlers } from '../http/route.ts'
import type { Followed } from '../identity/whose.ts'
import type { OrderSubject } from '../identity/order-subject.ts'
import { logFailure } from '../logging/log-failure.ts'
import { configured } from '../sources/configured.ts'
import { recallLateMs } from '../sources/recall.ts'
import type { SourceAnswer } from '../sources/source.ts'
import { isWanted, tally } from '../sources/tally.ts'
import { toOrder, toTasks, type MineBody, type Orders, type ReadOrders } from '../sources/orders/index.ts'
import type { LinkStore } from '../store/store.ts'
import { lookedFor, toWorkList, unconfiguredList, unlinkedList, type ListCaller } from '../work/work-list.ts'

interface Deps {
  /** Null if the source is not configured. */
  orders: Orders | null
  subjectOf: OrderSubject
  followed: Followed
  links: Pick<LinkStore, 'contactsOf'>
  clock: Clock
}

type OrderHandlers = Pick<Handlers, Extract<keyof Handlers, `${string}/order${string}`>>
type PictureOf = 'GET /api/contacts/:externalUserId/orders/:orderId/items/:index/picture'

const source = 'orders'
const unknown = { match: null, summary: null } as const

/** What of a task's rows is searched besides title and text. */
const namesOf = ({ number, customerName, contact }: OrderTask) => [number, customerName, contact?.name]

function answerOf(rows: OrderTask[], read: ReadOrders, { status, mine }: ListQuery): SourceAnswer<OrderTask> {
  const items = rows.filter((row) => mine === undefined || row.mine)
  const { asOf, problem, leftOut } = read
  const wanted = items.filter((row) => isWanted(row.status, status))
  return { items: wanted, counts: tally(items), asOf, lateMs: recallLateMs, leftOut, problem }
}

/** The company's orders: what has to be done for them, and the orders themselves. */
export function createOrderHandlers({ orders, subjectOf, followed, links, clock }: Deps): OrderHandlers & {
  orderPicture: PictureHandlers[PictureOf]
} {
  const listOf = (rows: OrderTask[], read: ReadOrders, asked: ListCaller) =>
    toWorkList(source, lookedFor(answerOf(rows, read, asked.query), asked.query, namesOf), { ...asked, clock })

  /** Says why an answer is not as fresh or whole as it should be. */
  function freshnessOf(read: { asOf: number; problem: Error | null }, { log, requestId }: Caller) {
    const { asOf, problem } = read
    if (problem) logFailure(log, problem)
    const known = { source, asOf: toChinaIso(asOf) } as const
    if (!problem) return { ...known, state: 'fresh' as const }
    return { ...known, state: 'stale' as const, problem: toProblem(problem, requestId) }
  }

  /** By order: the caller's own contact that it is about. */
  async function contactsOf(all: readonly MineBody[], caller: Caller) {
    const linked = await links.contactsOf(source, [...new Set(all.map(({ customerId }) => customerId))])
    const idsOf = (order: MineBody): string[] => [
      ...(order.externalUserId === null ? [] : [order.externalUserId]),
      ...linked.filter(({ sourceId }) => sourceId === order.customerId).map((link) => link.externalUserId),
    ]
    const ids = new Map(all.map((order) => [order.id, idsOf(order)]))
    const known = await followed([...ids.values()].flat(), caller)
    return (order: MineBody): OrderTask['contact'] =>
      (ids.get(order.id) ?? []).flatMap((id) => known.get(id) ?? [])[0] ?? null
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
      const { match, customer, leftOut, total, next, summary, asOf } = answer.value
      const reader = { userid: staff.userid, now: clock() }
      const problem = answer.problem ?? (leftOut > 0 ? new AppError('rows_left_out', { source }) : null)
      return {
        ...freshnessOf({ asOf: Math.min(asOf ?? answer.fetchedAt, answer.fetchedAt), problem }, input),
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
      const { value, fetchedAt, problem } = await configured(source, orders).order(question, params.orderId, signal)
      const reader = { userid: staff.userid, now: clock() }
      return {
        ...freshnessOf({ asOf: Math.min(value.asOf ?? fetchedAt, fetchedAt), problem }, input),
        customer: value.customer,
        order: toOrder(value.order, question.externalUserId, reader),
      }
    },

    'GET /api/me/order-tasks': async (input) => {
      const { staff, signal, refresh } = input
      const reader = { userid: staff.userid, now: clock() }
      const read = (await orders?.mine({ userid: staff.userid, refresh }, signal)) ?? null
      if (!read) return { ...unconfiguredList<OrderTask>(source), ...unknown }
      const contactOf = await contactsOf(read.orders, input)
      const rows = read.orders.flatMap((order) =>
        toTasks(order, order.customerName, reader)
          .filter((task) => task.mine)
          .map((task) => Object.assign(task, { contact: contactOf(order) })),
      )
      return { ...listOf(rows, read, input), ...unknown }
    },

    orderPicture: async ({ params, staff, signal }: PictureAsked<PictureOf & PictureCall>) => {
      const question = await subjectOf({ params, staff, signal })
      return configured(source, orders).picture(question, params.orderId, Number(params.index), signal)
    },
  }
}
