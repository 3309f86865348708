import type { OrderCustomer, OrderMatch, OrderSummary } from '#contract/order'
import type { Offer } from '../source.ts'
import type { MineBody, OrderBody } from './map.ts'

/** One page of a customer's orders. */
export interface OrderPage {
  match: OrderMatch
  customer: OrderCustomer | null
  orders: OrderBody[]
  /** How many rows that belong here could not be read. */
  leftOut: number
  total: number | null
  next: string | null
  summary: OrderSummary | null
  /** Whom the company thinks the contact may be, where it is not one. */
  offers: Offer[]
  /** Epoch ms of the company's data; null where it does not say. */
  asOf: number | null
  maxAgeMs: number
}

export interface OneOrder extends Pick<OrderPage, 'asOf' | 'maxAgeMs'> {
  customer: OrderCustomer
  order: OrderBody
}

/** One page of the orders in which a salesperson has something to do. */
export interface MinePage extends Pick<OrderPage, 'leftOut' | 'next'> {
  orders: MineBody[]
  /** Epoch ms. */
  asOf: number
}
