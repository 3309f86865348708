import type { OrderTask } from '#contract/order'
import type { Caller } from '../http/route.ts'
import type { MineBody } from '../sources/orders/index.ts'
import type { LinkStore } from '../store/store.ts'
import type { Followed } from './whose.ts'

interface Deps {
  links: Pick<LinkStore, 'contactsOf'>
  followed: Followed
}

type Of = Pick<MineBody, 'id' | 'customerId' | 'externalUserId'>

/**
 * By an order's id the caller's own contact that it is about: whom the order system names, else whom its customer is linked
 * to; null where the caller follows nobody of them now.
 */
export function createOrderContacts({ links, followed }: Deps) {
  return async (orders: readonly Of[], caller: Caller) => {
    const linked = await links.contactsOf('orders', [...new Set(orders.map(({ customerId }) => customerId))])
    const idsOf = ({ externalUserId, customerId }: Of): string[] => [
      ...(externalUserId === null ? [] : [externalUserId]),
      ...linked.filter(({ sourceId }) => sourceId === customerId).map((link) => link.externalUserId),
    ]
    const ids = new Map(orders.map((order) => [order.id, idsOf(order)]))
    const known = await followed([...ids.values()].flat(), caller)
    return (orderId: string): OrderTask['contact'] =>
      (ids.get(orderId) ?? []).flatMap((id) => known.get(id) ?? [])[0] ?? null
  }
}

export type OrderContacts = ReturnType<typeof createOrderContacts>
