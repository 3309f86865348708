import { dayMs, hourMs, onDay } from '../china-time.ts'
import type { Order, Shop } from './entities.ts'
import { awaitPayment, pay, ship, sign, type Shipment } from './life.ts'
import type { Line } from './place-order.ts'
import type { Step } from './steps.ts'

/** An order written by hand, and what has happened to it since. */
export interface Story {
  /** external_userid of one of the cast, or a customer's id. */
  of: string
  lines: readonly Line[]
  /** Epoch ms. */
  at: number
  shop?: Shop | null
  currency?: string
  discount?: number
  receiver?: Order['receiver']
  steps: readonly Step[]
}

/** This many days ago at this hour, but not later than a few minutes ago. */
export const daysAgo =
  (now: number) =>
  (days: number, hour = 10): number =>
    Math.min(onDay(now, -days, hour), now - 300_000)

export const sf = (trackingNumber: string): Shipment => ({ carrier: '顺丰速运', carrierCode: 'SF', trackingNumber })
export const jd = (trackingNumber: string): Shipment => ({ carrier: '京东快递', carrierCode: 'JD', trackingNumber })
/** The company's own cars: no carrier's code. */
export const car = (trackingNumber: string): Shipment => ({ carrier: '云货城配', trackingNumber })

/** Paid after an hour. */
export const paid = (at: number): Step[] => [awaitPayment(at), pay(at + hourMs)]
/** Sent on the next day. */
export const sent = (at: number, parcel: Shipment): Step[] => [...paid(at), ship(at + dayMs, parcel)]
/** Signed for on the third day. */
export const received = (at: number, parcel: Shipment): Step[] => [...sent(at, parcel), sign(at + 3 * dayMs)]
