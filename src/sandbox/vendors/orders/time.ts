import { dayMs, hourMs } from '../china-time.ts'
import type { Order } from './entities.ts'
import { cancel } from './after-sales.ts'
import { sign } from './life.ts'
import type { Step } from './steps.ts'

const unpaidMs = 7 * dayMs
const onTheWayMs = 4 * dayMs
const outForDeliveryMs = 10 * hourMs

/** When the parcel that is on its way is signed for; null if it is not, or if it is lost. */
function signedAt({ status, parcels, updatedAt }: Order): number | null {
  const last = parcels.at(-1)
  if (status !== 'shipped' || !last?.shippedAt || last.status === 'exception') return null
  return last.status === 'delivering' ? updatedAt + outForDeliveryMs : last.shippedAt + onTheWayMs
}

/** What happens by itself: parcels arrive, and what nobody pays for is closed. Null while it is not yet time. */
export function dueStep(order: Order, now: number): Step | null {
  const arrivesAt = signedAt(order)
  if (arrivesAt !== null && arrivesAt <= now) return sign(arrivesAt)
  const isGivenUp = order.status === 'pending_payment' && order.payment === 'unpaid'
  return isGivenUp && order.createdAt + unpaidMs <= now ? cancel(order.createdAt + unpaidMs, '超时未付款') : null
}
