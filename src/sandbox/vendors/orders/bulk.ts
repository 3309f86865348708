import { cast } from '../../world/cast.ts'
import { createRandom, type Random } from '../../world/random.ts'
import { dayMs, hourMs } from '../china-time.ts'
import { cancel, refund } from './after-sales.ts'
import type { Customer, Order } from './entities.ts'
import { usualGoods } from './goods.ts'
import { awaitPayment } from './life.ts'
import { placeOrder, shops, type Line, type Numbers } from './place-order.ts'
import { live, type Step } from './steps.ts'
import { car, jd, paid, received, sent, sf } from './story.ts'

/** With the one that is written by hand, 200: a customer with so many that nobody reads them all. */
const many = 199
/** 分, given back for one. */
const brokenBottle = 500

interface BulkDeps {
  numbers: Numbers
  random: Random
  now: number
}

function linesOf(random: Random): Line[] {
  const chosen = new Set(Array.from({ length: random.int(1, 6) }, () => random.pick(usualGoods).sku))
  return [...chosen].map((sku) => [sku, random.int(2, 40)])
}

function parcelOf(random: Random) {
  const carrier = random.pick([sf, jd, car])
  return carrier(`${random.pick(['SF', 'JD', 'YH'])}${random.digits(13)}`)
}

/** What usually has happened to an order of this age; rarely something goes wrong. */
function courseOf(at: number, { random, now }: BulkDeps): Step[] {
  const days = (now - at) / dayMs
  if (days < 1) return random.chance(0.5) ? [awaitPayment(at)] : paid(at)
  if (days < 2) return paid(at)
  if (days < 4) return sent(at, parcelOf(random))
  if (random.chance(0.05)) return [awaitPayment(at), cancel(at + 2 * dayMs, '超时未付款')]
  if (random.chance(0.04)) return [...received(at, parcelOf(random)), refund(at + 4 * dayMs, brokenBottle)]
  return received(at, parcelOf(random))
}

function orderOf(customer: Customer, at: number, deps: BulkDeps): Order {
  const { random, numbers } = deps
  const shop = random.pick([shops.mall, shops.mall, shops.mini, null])
  const discount = random.chance(0.2) ? random.int(1, 9) * 500 : 0
  return live(placeOrder(numbers, { customer, lines: linesOf(random), at, shop, discount }), courseOf(at, deps))
}

const countOf = (customer: Customer, isBig: boolean, random: Random) => {
  if (isBig) return many
  return customer.externalUserIds.length > 0 ? random.int(0, 6) : 0
}

/** Nobody orders before eight: that was the evening before. */
function byDay(at: number): number {
  const minute = Math.floor(at / 60_000) * 60_000
  const hour = Math.floor(((minute + 8 * hourMs) % dayMs) / hourMs)
  return hour < 8 ? minute - 10 * hourMs : minute
}

/** The orders of all whom nobody has written a story about, of the last two years. */
export function bulkOrders(customers: readonly Customer[], numbers: Numbers, now: number, seed: number): Order[] {
  const random = createRandom(seed ^ 0x6f726472)
  const deps = { numbers, random, now }
  return customers.flatMap((customer) => {
    const isBig = customer.externalUserIds.includes(cast.longName)
    const step = isBig ? 3.6 * dayMs : 29 * dayMs
    const first = now - random.int(2, 20) * hourMs
    const count = countOf(customer, isBig, random)
    const times = Array.from({ length: count }, (_, index) => first - index * step - random.int(0, 1800) * 60_000)
    return times.map((at) => orderOf(customer, byDay(at), deps))
  })
}
