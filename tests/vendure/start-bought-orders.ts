import { z } from 'zod'
import { setTimeout as wait } from 'node:timers/promises'
import { createCaller } from '../../src/bff/sources/orders/kit/caller.ts'
import { listOf } from '../../src/bff/sources/orders/kit/facts.ts'
import { ordersSecret, startOrdersServer } from '../support/orders-server.ts'
import { signIn } from './admin.ts'
import { fill, ship, type Filled } from './fill.ts'
import { startShop } from './start-shop.ts'

const Listed = z.object({
  orders: z.array(z.object({ tasks: z.array(z.object({ kind: z.string(), status: z.string() })) })),
})

/** Vendure with its orders, and the address at which it speaks the contract. */
export interface BoughtOrders {
  url: string
  secret: string
  people: Omit<Filled, 'toShip'>
  /** The kinds of the customer's open tasks, in alphabetical order. */
  openTasks(): Promise<string[]>
  /** Sends off, in Vendure, the order that waits for it. */
  ship(): Promise<void>
  stop(): Promise<void>
}

/** Starts the shop, fills it through its own API, and puts the bridge in front. */
export async function startBoughtOrders(): Promise<BoughtOrders> {
  const shop = await startShop()
  const ask = await signIn(shop)
  const { toShip, ...people } = await fill(ask)
  const secret = ordersSecret
  const bridge = await startOrdersServer([process.execPath, 'docs/orders/bridge-vendure.mjs'], {
    SHOP_URL: shop.shopUrl,
    SHOP_USER: shop.user,
    SHOP_PASSWORD: shop.password,
  })
  const { call } = createCaller({
    url: bridge.url,
    secrets: [secret],
    corpId: 'ww0000',
    staff: people.staff,
    now: Date.now,
    wait,
  })

  return {
    url: bridge.url,
    secret,
    people,
    async openTasks() {
      const { orders } = Listed.parse((await call(listOf(people.contact))).json)
      const open = orders.flatMap(({ tasks }) => tasks.filter(({ status }) => status === 'open'))
      return open.map(({ kind }) => kind).toSorted()
    },
    ship: () => ship(ask, toShip, 'SF1400099988877'),
    async stop() {
      await bridge.stop()
      await shop.stop()
    },
  }
}
