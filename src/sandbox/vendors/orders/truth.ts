import type { World } from '../../world/world.ts'
import { acts, type ActName } from './acts.ts'
import type { Customer, Order } from './entities.ts'
import type { EventData, Events, EventType } from './events.ts'
import * as life from './life.ts'
import { newestFirst } from './paging.ts'
import { placeOrder, type Line, type NewOrder } from './place-order.ts'
import type { OrdersState } from './state.ts'
import { sf } from './story.ts'
import { dueStep } from './time.ts'

/** What is known of an order that is placed now; the rest is filled in. */
export interface PlacedOrder extends Pick<Partial<NewOrder>, 'lines' | 'shop' | 'currency' | 'discount'> {
  customerId: string
}

/** Changes the shop's data as its customers and staff would. Each change settles once its event is taken or given up. */
export interface OrdersTruth {
  /** Answers the id. */
  placeOrder(order: PlacedOrder): Promise<string>
  /** Any steps of `life.ts`, with one event for all of them. */
  change(orderId: string, ...steps: life.Step[]): Promise<void>
  payOrder(orderId: string): Promise<void>
  shipOrder(orderId: string, shipment?: life.Shipment): Promise<void>
  reportException(orderId: string): Promise<void>
  signOrder(orderId: string): Promise<void>
  requestReturn(orderId: string, text?: string): Promise<void>
  refundOrder(orderId: string): Promise<void>
  cancelOrder(orderId: string): Promise<void>
  finishOrderTask(orderId: string, taskId: string): Promise<void>
  removeOrder(orderId: string): Promise<void>
  /** All orders of the first become the second's, and their WeChat as well. */
  mergeCustomers(from: string, into: string): Promise<void>
  /** By itself with the clock: parcels arrive, what nobody pays for is closed. */
  advance(): Promise<void>
  /** Places an order for this contact, who becomes a customer if they are none. Answers what was done, in a sentence. */
  placeFor(externalUserId: string): Promise<string>
  /** Does this with the contact's newest order that is in the right state. Answers what was done, in a sentence. */
  actFor(externalUserId: string, name: ActName): Promise<string>
  /** An event of its own, by another secret if one is given. */
  sendEvent(type: EventType, data: EventData, secret?: string): Promise<void>
  order(orderId: string): Order | null
  ordersOfCustomer(customerId: string): Order[]
  customerWith(externalUserId: string): Customer | null
  addCustomer(customer: Partial<Customer> & Pick<Customer, 'customerId' | 'name'>): void
}

interface TruthDeps {
  state: OrdersState
  world: World
  clock: () => number
  events: Events
}

const baskets: readonly (readonly Line[])[] = [
  [
    ['DFSY-QGPE', 8],
    ['LS-YW', 4],
  ],
  [['YQSL-WXR', 12]],
  [
    ['QQ-JT', 3],
    ['WW-NN', 5],
    ['BSS-570', 10],
  ],
]

const empty: Omit<Customer, 'customerId' | 'name'> = {
  level: null,
  hasUrl: false,
  externalUserIds: [],
  unconfirmed: [],
  unionIds: [],
  phones: [],
  managers: [],
  isClosedToOthers: false,
}

export function createOrdersTruth({ state, world, clock, events }: TruthDeps): OrdersTruth {
  let parcels = 0
  let placed = 0

  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`no ${what}`)
    return value
  }
  const orderOf = (id: string) =>
    found(
      state.orders.find((each) => each.id === id),
      `order ${id}`,
    )
  const customerOf = (id: string) =>
    found(
      state.customers.find(({ customerId }) => customerId === id),
      `customer ${id}`,
    )

  const nextParcel = () => {
    parcels += 1
    return sf(`SF1490${String(parcels).padStart(9, '0')}`)
  }

  function tell(type: EventType, { id, customerId }: Pick<Order, 'id' | 'customerId'>): Promise<void> {
    const known = state.customers.find((each) => each.customerId === customerId)?.externalUserIds[0]
    return events.tell(type, { orderId: id, customerId, ...(known && { externalUserId: known }) })
  }

  function put(order: Order): Promise<void> {
    state.orders = [...state.orders.filter(({ id }) => id !== order.id), order]
    return tell('order.changed', order)
  }

  const change = (orderId: string, ...steps: life.Step[]) => put(life.live(orderOf(orderId), steps))

  async function place({ customerId, lines, ...more }: PlacedOrder): Promise<Order> {
    placed += 1
    const basket = lines ?? baskets[placed % baskets.length] ?? []
    const at = clock()
    const order = placeOrder(state.numbers, { ...more, customer: customerOf(customerId), lines: basket, at })
    const waiting = life.awaitPayment(at)(order)
    await put(waiting)
    return waiting
  }

  function addCustomer(customer: Partial<Customer> & Pick<Customer, 'customerId' | 'name'>): void {
    state.customers = [...state.customers, { ...empty, ...customer }]
  }

  function customerWith(externalUserId: string): Customer | null {
    const is = (list: readonly string[]) => list.includes(externalUserId)
    const known = state.customers.find((each) => is(each.externalUserIds))
    return known ?? state.customers.find((each) => is(each.unconfirmed)) ?? null
  }

  function customerFor(externalUserId: string): Customer {
    const known = customerWith(externalUserId)
    if (known) return known
    const contact = found(
      world.contacts.find((each) => each.externalUserId === externalUserId),
      `contact ${externalUserId}`,
    )
    const managers = contact.follows.map(({ userid }) => userid)
    const customerId = `KH${20_000 + state.customers.length}`
    addCustomer({ customerId, name: contact.name, externalUserIds: [externalUserId], managers })
    return customerOf(customerId)
  }

  async function actFor(externalUserId: string, name: ActName): Promise<string> {
    const { fits, step, done, none } = acts[name]
    const own = customerWith(externalUserId)?.customerId
    const order = state.orders
      .filter((each) => each.customerId === own && fits(each))
      .toSorted(newestFirst)
      .at(0)
    if (!order) return none
    await put(step(clock(), nextParcel())(order))
    return `${done}：${order.number}`
  }

  async function mergeCustomers(from: string, into: string): Promise<void> {
    const [former, kept] = [customerOf(from), customerOf(into)]
    kept.externalUserIds.push(...former.externalUserIds)
    state.customers = state.customers.filter((each) => each !== former)
    state.orders = state.orders.map((order) =>
      order.customerId === from ? { ...order, customerId: into, filedUnder: into } : order,
    )
    await events.tell('customer.merged', { customerId: into })
  }

  async function removeOrder(orderId: string): Promise<void> {
    const order = orderOf(orderId)
    state.orders = state.orders.filter((each) => each !== order)
    await tell('order.deleted', order)
  }

  async function advance(): Promise<void> {
    const now = clock()
    const moved = state.orders.flatMap((order) => dueStep(order, now)?.(order) ?? [])
    const byId = new Map(moved.map((order) => [order.id, order]))
    if (moved.length > 0) state.orders = state.orders.map((order) => byId.get(order.id) ?? order)
    for (const order of moved) await tell('order.changed', order)
  }

  return {
    change,
    removeOrder,
    mergeCustomers,
    advance,
    actFor,
    addCustomer,
    customerWith,
    placeOrder: async (order) => (await place(order)).id,
    async placeFor(externalUserId) {
      const { number } = await place({ customerId: customerFor(externalUserId).customerId })
      return `已下单：${number}`
    },
    payOrder: (id) => change(id, life.pay(clock())),
    shipOrder: (id, shipment = nextParcel()) => change(id, life.ship(clock(), shipment)),
    reportException: (id) => change(id, life.reportException(clock())),
    signOrder: (id) => change(id, life.sign(clock())),
    requestReturn: (id, text) => change(id, life.requestReturn(clock(), text)),
    refundOrder: (id) => change(id, life.refund(clock())),
    cancelOrder: (id) => change(id, life.cancel(clock())),
    finishOrderTask: (id, taskId) => change(id, life.finishTask(clock(), taskId)),
    sendEvent: (type, data, secret) => events.tell(type, data, secret),
    order: (id) => state.orders.find((each) => each.id === id) ?? null,
    ordersOfCustomer: (customerId) => state.orders.filter((each) => each.customerId === customerId),
  }
}
