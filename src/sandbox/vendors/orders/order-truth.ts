import { awaitRefund, cancel, refund, requestReturn } from './after-sales.ts'
import type { Order } from './entities.ts'
import type { Events, EventType } from './events.ts'
import { approve, awaitPayment, pay, reportException, ship, sign, type Shipment } from './life.ts'
import { placeOrder, type Line, type NewOrder } from './place-order.ts'
import type { OrdersState } from './state.ts'
import { addTask, finishTask, live, type Step } from './steps.ts'
import { sf } from './story.ts'
import { dueStep } from './time.ts'

/** What is known of an order that is placed now; the rest is filled in. */
export interface PlacedOrder extends Pick<Partial<NewOrder>, 'lines' | 'shop' | 'currency' | 'discount'> {
  customerId: string
}

/** Changes orders as the shop's customers and staff would. Each change settles once its event is taken or given up. */
export interface OrderTruth {
  placeOrder(order: PlacedOrder): Promise<Order>
  /** Any steps, with one event for all of them. */
  change(orderId: string, ...steps: Step[]): Promise<void>
  payOrder(orderId: string): Promise<void>
  /** The office lets an order on account go. */
  approveOrder(orderId: string): Promise<void>
  shipOrder(orderId: string, shipment?: Shipment): Promise<void>
  /** The carrier cannot deliver the last parcel. */
  reportException(orderId: string): Promise<void>
  signOrder(orderId: string): Promise<void>
  requestReturn(orderId: string, text?: string): Promise<void>
  /** The return was granted: money has to go back. */
  awaitRefund(orderId: string): Promise<void>
  refundOrder(orderId: string): Promise<void>
  cancelOrder(orderId: string): Promise<void>
  addOrderTask(orderId: string, task: { kind: string; title: string; dueAt: number | null }): Promise<void>
  finishOrderTask(orderId: string, taskId: string): Promise<void>
  removeOrder(orderId: string): Promise<void>
  /** What the clock brings by itself: parcels arrive, what nobody pays for is closed. */
  advance(): Promise<void>
  order(orderId: string): Order | null
  ordersOfCustomer(customerId: string): Order[]
}

interface TruthDeps {
  state: OrdersState
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

export function createOrderTruth({ state, clock, events }: TruthDeps): OrderTruth {
  let parcels = 0
  let placed = 0

  function orderOf(orderId: string): Order {
    const order = state.orders.find(({ id }) => id === orderId)
    if (!order) throw new Error(`no order ${orderId}`)
    return order
  }

  function nextParcel(): Shipment {
    parcels += 1
    return sf(`SF1490${String(parcels).padStart(9, '0')}`)
  }

  function tell(type: EventType, { id, customerId }: Order): Promise<void> {
    const [externalUserId] = state.customers.find((each) => each.customerId === customerId)?.externalUserIds ?? []
    return events.tell(type, { orderId: id, customerId, ...(externalUserId && { externalUserId }) })
  }

  function put(order: Order): Promise<void> {
    state.orders = [...state.orders.filter(({ id }) => id !== order.id), order]
    return tell('order.changed', order)
  }

  const change = (orderId: string, ...steps: Step[]) => put(live(orderOf(orderId), steps))

  async function place({ customerId, lines, ...more }: PlacedOrder): Promise<Order> {
    const customer = state.customers.find((each) => each.customerId === customerId)
    if (!customer) throw new Error(`no customer ${customerId}`)
    const basket = lines ?? baskets[placed % baskets.length] ?? []
    placed += 1
    const at = clock()
    const order = awaitPayment(at)(placeOrder(state.numbers, { ...more, customer, lines: basket, at }))
    await put(order)
    return order
  }

  async function removeOrder(orderId: string): Promise<void> {
    const order = orderOf(orderId)
    state.orders = state.orders.filter((each) => each !== order)
    await tell('order.deleted', order)
  }

  async function advance(): Promise<void> {
    const now = clock()
    const moved = state.orders.flatMap((order) => dueStep(order, now)?.(order) ?? [])
    if (moved.length === 0) return
    const byId = new Map(moved.map((order) => [order.id, order]))
    state.orders = state.orders.map((order) => byId.get(order.id) ?? order)
    for (const order of moved) await tell('order.changed', order)
  }

  return {
    change,
    removeOrder,
    advance,
    placeOrder: place,
    payOrder: (id) => change(id, pay(clock())),
    approveOrder: (id) => change(id, approve(clock())),
    shipOrder: (id, shipment = nextParcel()) => change(id, ship(clock(), shipment)),
    reportException: (id) => change(id, reportException(clock())),
    signOrder: (id) => change(id, sign(clock())),
    requestReturn: (id, text) => change(id, requestReturn(clock(), text)),
    awaitRefund: (id) => change(id, awaitRefund(clock())),
    refundOrder: (id) => change(id, refund(clock())),
    cancelOrder: (id) => change(id, cancel(clock())),
    addOrderTask: (id, task) => change(id, addTask(clock(), task)),
    finishOrderTask: (id, taskId) => change(id, finishTask(clock(), taskId)),
    order: (orderId) => state.orders.find(({ id }) => id === orderId) ?? null,
    ordersOfCustomer: (id) => state.orders.filter(({ customerId }) => customerId === id),
  }
}
