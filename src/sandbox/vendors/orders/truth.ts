import type { World } from '../../world/world.ts'
import { createContactActs, type ContactActs } from './contact-acts.ts'
import { createCustomerTruth, type CustomerTruth } from './customer-truth.ts'
import type { EventData, Events, EventType } from './events.ts'
import { createOrderTruth, type OrderTruth } from './order-truth.ts'
import type { OrdersState } from './state.ts'

/** Changes the shop's data as its customers and staff would. */
export interface OrdersTruth extends OrderTruth, CustomerTruth, ContactActs {
  /** An event of its own, signed with another secret if one is given. */
  sendEvent(type: EventType, data: EventData, secret?: string): Promise<void>
}

interface TruthDeps {
  state: OrdersState
  world: World
  clock: () => number
  events: Events
}

export function createOrdersTruth({ state, world, clock, events }: TruthDeps): OrdersTruth {
  const orders = createOrderTruth({ state, clock, events })
  const customers = createCustomerTruth({ state, events })
  return {
    ...orders,
    ...customers,
    ...createContactActs({ world, orders, customers }),
    sendEvent: (type, data, secret) => events.tell(type, data, secret),
  }
}
