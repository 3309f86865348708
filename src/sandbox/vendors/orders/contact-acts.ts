import type { World } from '../../world/world.ts'
import type { CustomerTruth } from './customer-truth.ts'
import type { Order } from './entities.ts'
import type { OrderTruth } from './order-truth.ts'
import { newestFirst } from './paging.ts'

interface Act {
  fits(order: Order): boolean
  run(orderId: string): Promise<void>
  done: string
  none: string
}

/** What the workbench's buttons do with the orders of the open contact. Each answers in a sentence what it did. */
export interface ContactActs {
  /** The contact becomes a customer if they are none. */
  placeFor(externalUserId: string): Promise<string>
  payFor(externalUserId: string): Promise<string>
  shipFor(externalUserId: string): Promise<string>
  requestReturnFor(externalUserId: string): Promise<string>
}

interface ActDeps {
  world: World
  orders: OrderTruth
  customers: CustomerTruth
}

const isReturnable = ({ status, afterSales }: Order) =>
  (status === 'shipped' || status === 'completed') && afterSales === null

export function createContactActs({ world, orders, customers }: ActDeps): ContactActs {
  function becomeCustomer(externalUserId: string): string {
    const contact = world.contacts.find((each) => each.externalUserId === externalUserId)
    if (!contact) throw new Error(`no contact ${externalUserId}`)
    const customerId = `KH2${String(world.contacts.indexOf(contact)).padStart(4, '0')}`
    const managers = contact.follows.map(({ userid }) => userid)
    customers.addCustomer({ customerId, name: contact.name, externalUserIds: [externalUserId], managers })
    return customerId
  }

  /** Does it with the newest of their orders for which it is possible. */
  async function act(externalUserId: string, { fits, run, done, none }: Act): Promise<string> {
    const own = orders.ordersOfCustomer(customers.customerWith(externalUserId)?.customerId ?? '')
    const order = own.filter(fits).toSorted(newestFirst).at(0)
    if (!order) return none
    await run(order.id)
    return `${done}：${order.number}`
  }

  return {
    async placeFor(externalUserId) {
      const customerId = customers.customerWith(externalUserId)?.customerId ?? becomeCustomer(externalUserId)
      const { number } = await orders.placeOrder({ customerId })
      return `已下单：${number}`
    },
    payFor: (id) =>
      act(id, {
        fits: ({ status }) => status === 'pending_payment',
        run: (orderId) => orders.payOrder(orderId),
        done: '已付款',
        none: '没有待付款的订单',
      }),
    shipFor: (id) =>
      act(id, {
        fits: ({ status }) => status === 'to_ship' || status === 'partly_shipped',
        run: (orderId) => orders.shipOrder(orderId),
        done: '已发货',
        none: '没有待发货的订单',
      }),
    requestReturnFor: (id) =>
      act(id, {
        fits: isReturnable,
        run: (orderId) => orders.requestReturn(orderId),
        done: '已申请退货',
        none: '没有能退货的订单',
      }),
  }
}
