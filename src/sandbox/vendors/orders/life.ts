import { hourMs } from '../china-time.ts'
import type { Order, Parcel } from './entities.ts'
import { addTask, change, ended, inStatus, type Step } from './steps.ts'

/** To be paid within 24 hours. */
export const awaitPayment =
  (at: number): Step =>
  (order) =>
    addTask(at, { kind: 'collect_payment', title: '催客户付款', dueAt: order.createdAt + 24 * hourMs })(
      change(order, at, inStatus('pending_payment')),
    )

/** The office looks at large orders on account first; that is no task of the salesperson's. */
export const awaitReview =
  (at: number): Step =>
  (order) =>
    change(order, at, inStatus('pending_review'))

const toShip = (order: Order, at: number): Order =>
  addTask(at, { kind: 'deliver', title: '跟仓库确认发货', dueAt: at + 48 * hourMs })(
    change(order, at, { ...inStatus('to_ship'), tasks: ended(order.tasks, 'done', 'collect_payment', 'approve') }),
  )

export const pay =
  (at: number): Step =>
  (order) => {
    const amounts = { ...order.amounts, paid: order.amounts.payable }
    return toShip({ ...order, amounts, payment: 'paid', paidAt: at }, at)
  }

/** A part of it beforehand; the rest is still to be collected. */
export const payDeposit =
  (at: number, paid: number): Step =>
  (order) =>
    change(order, at, { payment: 'partly_paid', paidAt: at, amounts: { ...order.amounts, paid } })

export const approve =
  (at: number): Step =>
  (order) =>
    toShip(order, at)

export interface Shipment {
  carrier: string
  carrierCode?: string
  trackingNumber: string
}

/** `isPart`: more is to follow, and so is the task. */
export const ship =
  (at: number, shipment: Shipment, isPart = false): Step =>
  (order) => {
    const parcel: Parcel = { ...shipment, status: 'in_transit', shippedAt: at, signedAt: null }
    return change(order, at, {
      ...inStatus(isPart ? 'partly_shipped' : 'shipped'),
      fulfilment: isPart ? 'partly_shipped' : 'shipped',
      parcels: [...order.parcels, parcel],
      tasks: isPart ? order.tasks : ended(order.tasks, 'done', 'deliver'),
    })
  }

const lastParcel = (order: Order, patch: Partial<Parcel>): Parcel[] =>
  order.parcels.map((parcel, index) => (index === order.parcels.length - 1 ? { ...parcel, ...patch } : parcel))

export const bringOut =
  (at: number): Step =>
  (order) =>
    change(order, at, { parcels: lastParcel(order, { status: 'delivering' }) })

/** The carrier could not deliver: somebody has to ask. */
export const reportException =
  (at: number): Step =>
  (order) =>
    addTask(at, { kind: 'follow_delivery', title: '物流异常，联系承运商和客户', dueAt: at + 24 * hourMs })(
      change(order, at, { parcels: lastParcel(order, { status: 'exception' }) }),
    )

export const sign =
  (at: number): Step =>
  (order) => {
    const parcels = order.parcels.map((parcel): Parcel => ({
      ...parcel,
      status: 'signed',
      signedAt: parcel.signedAt ?? at,
    }))
    const isPart = order.fulfilment === 'partly_shipped'
    const tasks = ended(order.tasks, 'done', 'follow_delivery')
    if (isPart) return change(order, at, { parcels, tasks })
    return change(order, at, { ...inStatus('completed'), fulfilment: 'delivered', parcels, tasks })
  }
