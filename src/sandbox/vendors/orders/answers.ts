import { membersOf } from '../../world/members.ts'
import type { World } from '../../world/world.ts'
import { chinaInstant } from '../china-time.ts'
import type { Customer, Order } from './entities.ts'
import { hasOpenTask, ordersFor, ordersOf, summaryOf } from './lists.ts'
import { findCustomer, type Match } from './matching.ts'
import { pageOf } from './paging.ts'
import { read, type Identity, type Type } from './questions.ts'
import { searchCustomers } from './search.ts'
import type { OrdersState } from './state.ts'
import { candidateOf, customerOf, orderOf } from './to-wire.ts'
import { Refusal } from './voice.ts'

export const systemName = '云货订单'

const maxAgeSeconds = 30

export interface AnswersDeps {
  world: World
  state: OrdersState
  /** The order system's own clock, which may be wrong. */
  clock: () => number
  /** Where its pictures are. */
  origin: () => string
}

export type Answers = Record<Type, (data: unknown) => object>

interface Asker {
  corpId: string
  staff: { userid: string }
}

const serves = ({ managers, isClosedToOthers }: Customer, userid: string) =>
  !isClosedToOthers || managers.includes(userid)

/** What the order system says to each type of message. Whatever it refuses, it throws as a Refusal. */
export function createAnswers({ world, state, clock, origin }: AnswersDeps): Answers {
  const asOf = () => chinaInstant(clock())

  function ask<Question extends Asker>(question: Question): Question {
    if (question.corpId !== world.corpId) throw new Refusal('not_allowed', 'another corpId is served here')
    return question
  }

  /** Who is no member, or not let in, learns nothing of a customer that there is. */
  function matchFor({ staff }: Asker, identities: readonly Identity[]): Match {
    const found = findCustomer(state.customers, identities)
    const isMember = membersOf(world).some(({ userid }) => userid === staff.userid)
    if (found.customer && !(isMember && serves(found.customer, staff.userid)))
      throw new Refusal('not_allowed', 'this member of the staff may not see this customer')
    return { ...found, candidates: found.candidates.filter(({ customer }) => customer.managers.includes(staff.userid)) }
  }

  /** Somebody else's order, by the quirk. */
  const strangers = ({ customerId }: Customer): Order[] =>
    state.quirks.stranger
      ? state.orders.filter((order) => order.customerId !== customerId && hasOpenTask(order)).slice(0, 1)
      : []

  function page(
    orders: readonly Order[],
    scope: string,
    { limit, cursor }: { limit: number; cursor?: string | null | undefined },
  ) {
    const { cursorLoop, repeatedRows } = state.quirks
    const told = pageOf(orders, { limit, cursor, scope, overlap: Number(repeatedRows) })
    return cursorLoop && cursor ? { ...told, next: cursor } : told
  }

  function list(data: unknown): object {
    const question = ask(read('orders.list', data))
    const match = matchFor(question, question.customer.identities)
    const { customer } = match
    const head = { match: match.match, customer: customerOf(match), asOf: asOf(), maxAgeSeconds }
    if (!customer) return { ...head, orders: [], next: null, candidates: match.candidates.map(candidateOf) }
    const { status, q } = question
    const found = ordersOf(state.orders, customer, { status, q })
    const { page: rows, next } = page(found, [customer.customerId, status, q ?? ''].join('\n'), question)
    const summary = summaryOf(state.orders, customer, clock())
    return {
      ...head,
      orders: [...strangers(customer), ...rows].map((order) => orderOf(order, origin(), false)),
      total: found.length,
      next,
      ...(summary && { summary }),
    }
  }

  function get(data: unknown): object {
    const question = ask(read('orders.get', data))
    const match = matchFor(question, question.customer.identities)
    const order = state.orders.find(({ id }) => id === question.orderId)
    if (!order || order.customerId !== match.customer?.customerId) throw new Refusal('not_found', 'no such order')
    return { customer: customerOf(match), order: orderOf(order, origin(), true), asOf: asOf() }
  }

  /** The row of a workbench: it names its customer, and their external userid where there is one. */
  function rowOfMine(order: Order): object {
    const customer = state.customers.find(({ customerId }) => customerId === order.customerId)
    const { customerId, name = '', externalUserIds: [externalUserId] = [] } = customer ?? { customerId: '' }
    return {
      ...orderOf(order, origin(), false),
      customer: { customerId, name, ...(externalUserId && { externalUserId }) },
    }
  }

  function mine(data: unknown): object {
    const question = ask(read('orders.mine', data))
    const { userid } = question.staff
    const { page: rows, next } = page(ordersFor(state.orders, userid), `mine\n${userid}`, question)
    return { orders: rows.map(rowOfMine), next, asOf: asOf() }
  }

  return {
    ping(data) {
      ask(read('ping', data))
      return {
        contract: '1',
        system: systemName,
        version: '3.2.0',
        now: asOf(),
        features: ['mine', 'search', 'events'],
      }
    },
    'orders.list': list,
    'orders.get': get,
    'orders.mine': mine,
    'customers.search'(data) {
      const question = ask(read('customers.search', data))
      return { candidates: searchCustomers(state.customers, question).map(candidateOf) }
    },
  }
}
