import type { Order } from './entities.ts'
import { pay, requestReturn, ship, type Shipment, type Step } from './life.ts'

/** One thing that may happen to a customer's newest order that is in the right state. */
interface Act {
  fits(order: Order): boolean
  step(at: number, shipment: Shipment): Step
  done: string
  none: string
}

/** What the workbench's buttons do, beside placing an order. */
export const acts = {
  pay: {
    fits: ({ status }) => status === 'pending_payment',
    step: (at) => pay(at),
    done: '已付款',
    none: '没有待付款的订单',
  },
  ship: {
    fits: ({ status }) => status === 'to_ship' || status === 'partly_shipped',
    step: (at, shipment) => ship(at, shipment),
    done: '已发货',
    none: '没有待发货的订单',
  },
  requestReturn: {
    fits: ({ status, afterSales }) => (status === 'shipped' || status === 'completed') && afterSales === null,
    step: (at) => requestReturn(at),
    done: '已申请退货',
    none: '没有能退货的订单',
  },
} as const satisfies Record<string, Act>

export type ActName = keyof typeof acts
