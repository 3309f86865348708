import { startVendor } from '../start-vendor.ts'
import type { Clock, Vendor } from '../vendor.ts'
import type { World } from '../../world/world.ts'
import { createAnswers, systemName } from './answers.ts'
import { createEvents, type SentEvent } from './events.ts'
import { noQuirks, type OrdersQuirks } from './quirks.ts'
import { path, registerOrders } from './routes.ts'
import { seedRows } from './seed.ts'
import { createVerifier } from './signature.ts'
import type { OrdersState } from './state.ts'
import { linkHosts } from './to-wire.ts'
import { createOrdersTruth, type OrdersTruth } from './truth.ts'
import { ordersVoice } from './voice.ts'

const secretOf = (text: string) => `whsec_${Buffer.from(text).toString('base64')}`

/** One secret for each direction. */
export const ordersSecrets = {
  asked: secretOf('sandbox-orders-not-a-real-secret'),
  events: secretOf('sandbox-events-not-a-real-secret'),
}

export interface OrdersOptions {
  world: World
  clock: Clock
  seed?: number
  slowMs?: number
  port?: number
}

export interface OrdersVendor extends Vendor, OrdersTruth {
  /** The environment variables that point a BFF at this order system. */
  environment: Record<string, string>
  quirks: OrdersQuirks
  setQuirks(patch: Partial<OrdersQuirks>): void
  /** Where events go. Until it is set, and after null, none are sent. */
  setEventUrl(url: string | null): void
  /** The events sent so far. */
  events: SentEvent[]
  /** Restores rows, quirks, fault and log to their initial state. */
  reset(): void
}

/** How often what happens by itself is looked for while nobody asks. */
const advanceMs = 30_000

/** Starts the company's own order system: customers, orders, pictures of goods, and events. */
export async function startOrders(options: OrdersOptions): Promise<OrdersVendor> {
  const { world, clock, seed = 1, slowMs, port } = options
  const makeRows = () => seedRows(world, clock(), seed)
  const state: OrdersState = { ...makeRows(), quirks: noQuirks() }
  const ownClock = () => clock() + state.quirks.clockSkewMs
  const verifier = createVerifier(ordersSecrets.asked, ownClock)
  const events = createEvents({ clock: ownClock, secret: ordersSecrets.events })
  const truth = createOrdersTruth({ state, world, clock, events })
  const vendor = await startVendor({
    name: 'orders',
    clock,
    voice: ordersVoice,
    ...(slowMs !== undefined && { slowMs }),
    ...(port !== undefined && { port }),
    routes: (app) =>
      registerOrders(app, {
        verifier,
        answers: createAnswers({ world, state, clock: ownClock, origin: () => vendor.url }),
        quirks: state.quirks,
        catchUp: () => void truth.advance(),
      }),
  })
  const timer = setInterval(() => void truth.advance(), advanceMs).unref()
  const { close: closeServer } = vendor

  function reset(): void {
    Object.assign(state, makeRows())
    Object.assign(state.quirks, noQuirks())
    verifier.forgetAll()
    events.sent.length = 0
    vendor.seen.length = 0
    vendor.fault = 'none'
  }

  async function close(): Promise<void> {
    clearInterval(timer)
    events.close()
    await closeServer()
  }

  const environment = {
    ORDERS_URL: vendor.url + path,
    ORDERS_SECRET: ordersSecrets.asked,
    ORDERS_EVENT_SECRET: ordersSecrets.events,
    ORDERS_NAME: systemName,
    ORDERS_LINK_HOSTS: Object.values(linkHosts).join(','),
    ORDERS_IMAGE_HOSTS: new URL(vendor.url).host,
  }
  const setQuirks = (patch: Partial<OrdersQuirks>) => void Object.assign(state.quirks, patch)
  const more = { environment, quirks: state.quirks, setQuirks, setEventUrl: events.setUrl, events: events.sent }
  return Object.assign(vendor, truth, more, { reset, close })
}
