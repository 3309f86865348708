import { LRUCache } from 'lru-cache'
import { isYounger, momentOf, type Moment } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import type { OrdersQuestion } from './answers.ts'
import type { OrderBody } from './map.ts'

type Who = Pick<OrdersQuestion, 'userid' | 'externalUserId'>

const mostOrders = 20_000
const rememberMs = 600_000

/** Where the pictures of orders are that a salesperson was shown, so that a list of them is not asked for one by one. */
export function createPictureAddresses(clock: Clock) {
  const known = new LRUCache<string, { pictures: readonly (string | null)[]; at: Moment }>({ max: mostOrders })
  const keyOf = ({ userid, externalUserId }: Who, orderId: string): string => `${userid} ${externalUserId} ${orderId}`

  return {
    note(who: Who, orders: readonly OrderBody[]): void {
      for (const { id, items } of orders) {
        const pictures = items.map(({ picture }) => picture)
        if (pictures.some(Boolean)) known.set(keyOf(who, id), { pictures, at: momentOf(clock) })
      }
    },
    forget({ userid, externalUserId }: Who): void {
      for (const key of known.keys()) if (key.startsWith(`${userid} ${externalUserId} `)) known.delete(key)
    },
    of(who: Who, orderId: string, index: number): string | null {
      const found = known.get(keyOf(who, orderId))
      return found && isYounger(found.at, rememberMs, clock) ? (found.pictures[index] ?? null) : null
    },
  }
}
