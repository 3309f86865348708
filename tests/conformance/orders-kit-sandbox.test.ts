import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/bff/clock.ts'
import { createCaller } from '../../src/bff/sources/orders/kit/caller.ts'
import { runKit } from '../../src/bff/sources/orders/kit/run.ts'
import { ordersSecrets, startOrders, type OrdersVendor } from '../../src/sandbox/vendors/orders/index.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import { idsOf } from '../support/run-orders-kit.ts'

const world = createWorld({ now: Date.now() })
const staff = 'linxiaomei'
let shop: OrdersVendor
beforeAll(async () => {
  shop = await startOrders({ world, clock: systemClock })
})
afterAll(() => shop.close())

/** Of these customers no order is odd on purpose. */
function run(contact: string, other: string) {
  const { ORDERS_URL: url = '', ORDERS_LINK_HOSTS = '' } = shop.environment
  const now = Date.now
  const caller = createCaller({ url, secrets: [ordersSecrets.asked], corpId: world.corpId, staff, now, wait })
  const phone = world.contacts
    .find(({ externalUserId }) => externalUserId === contact)
    ?.follows.flatMap(({ remarkMobiles }) => remarkMobiles)[0]
  const options = { contact, other, staff, phone, linkHosts: ORDERS_LINK_HOSTS.split(','), calls: 5 }
  return runKit({ caller, options, now })
}

describe('the kit and the simulated order system', () => {
  it('agree, though neither shares code with the other', async () => {
    const lines = await run(cast.ofColleague, cast.seedContact)
    expect(lines.filter(({ state }) => state === 'fault')).toEqual([])
    expect(idsOf(lines, 'not_run')).toEqual(['behaviour.busy'])
  })

  it.each([
    ['numericIds', 'orders.ids'],
    ['decimalAmounts', 'orders.amounts'],
    ['timesWithoutOffset', 'orders.times'],
    ['cursorLoop', 'paging.one-by-one'],
    ['repeatedRows', 'paging.one-by-one'],
    ['stranger', 'orders.customer'],
  ])('where the latter has the quirk %s, the kit tells it as %s', async (quirk, id) => {
    shop.setQuirks({ [quirk]: true })
    expect(idsOf(await run(cast.ofColleague, cast.seedContact), 'fault')).toContain(id)
    shop.reset()
  })
})
