import { chinaInstant } from '../china-time.ts'
import type { Customer, Item, Order, Parcel, Task } from './entities.ts'
import type { Match } from './matching.ts'

/** The hosts of the shop's pages: for the staff, and for the customer. */
export const linkHosts = { staff: 'shop.yunhuo.sandbox.invalid', customer: 'm.yunhuo.sandbox.invalid' } as const

const inList = 3

const instant = (at: number) => chinaInstant(at)
/** Absent where it is not known. */
const when = <Name extends string>(name: Name, at: number | null) => (at === null ? {} : { [name]: instant(at) })

function itemOf({ hasPicture, ...item }: Item, origin: string): object {
  return hasPicture && item.sku ? { ...item, imageUrl: `${origin}/pictures/${item.sku}.png` } : item
}

const trackingUrl = ({ trackingNumber }: Parcel) => `https://${linkHosts.customer}/track/${trackingNumber}`

function parcelOf(parcel: Parcel): object {
  const { shippedAt, signedAt, ...rest } = parcel
  // The company's own cars have no page of their own.
  const url = parcel.carrierCode ? { url: trackingUrl(parcel) } : {}
  return { ...rest, ...when('shippedAt', shippedAt), ...when('signedAt', signedAt), ...url }
}

function taskOf({ dueAt, ...task }: Task): object {
  return { ...task, dueAt: dueAt === null ? null : instant(dueAt) }
}

function linksOf({ id, number, status, payment, parcels }: Order): object[] {
  const parcel = parcels.findLast(({ carrierCode }) => carrierCode)
  const isUnpaid = status === 'pending_payment'
  return [
    { rel: 'view', title: '在云货打开', url: `https://${linkHosts.staff}/orders/${id}`, audience: 'staff' },
    ...(isUnpaid
      ? [{ rel: 'pay', title: '付款', url: `https://${linkHosts.customer}/pay/${number}`, audience: 'customer' }]
      : []),
    ...(parcel ? [{ rel: 'logistics', title: '查物流', url: trackingUrl(parcel), audience: 'customer' }] : []),
    ...(payment === 'paid' && status === 'completed'
      ? [
          {
            rel: 'invoice',
            title: '开发票',
            url: `https://${linkHosts.customer}/invoice/${number}`,
            audience: 'customer',
          },
        ]
      : []),
  ]
}

/** `detail`: with all items and remarks; a list has three items and no remarks. */
export function orderOf(order: Order, origin: string, detail: boolean): object {
  const { filedUnder: _filed, manager: _manager, ...known } = order
  const { paidAt, closedAt, afterSales, items, remarks, parcels, tasks, fields, extra, ...rest } = known
  return {
    ...rest,
    afterSales: afterSales && { ...afterSales, at: instant(afterSales.at) },
    items: (detail ? items : items.slice(0, inList)).map((item) => itemOf(item, origin)),
    itemCount: items.length,
    parcels: parcels.map(parcelOf),
    createdAt: instant(order.createdAt),
    updatedAt: instant(order.updatedAt),
    ...when('paidAt', paidAt),
    ...when('closedAt', closedAt),
    ...(detail && { remarks: remarks.map(({ from, text, at }) => ({ from, text, at: instant(at) })) }),
    tasks: tasks.map(taskOf),
    links: linksOf(order),
    ...(fields.length > 0 && { fields }),
    ...extra,
  }
}

const urlOf = ({ customerId }: Customer) => `https://${linkHosts.staff}/customers/${customerId}`

/** The customer who was found. Level and address are left out where the shop has none. */
export function customerOf({ customer, matchedBy }: Match): object | null {
  if (!customer) return null
  const { customerId, name, level, hasUrl } = customer
  return { customerId, name, ...(level && { level }), matchedBy, ...(hasUrl && { url: urlOf(customer) }) }
}

/** `KH10001 · 138****1111`: enough to choose by, and no more. */
export function candidateOf({ customer, reasons }: Match['candidates'][number]): object {
  const { customerId, name, phones } = customer
  const masked = phones.map((phone) => `${phone.slice(0, 3)}****${phone.slice(-4)}`)
  return { customerId, title: name, subtitle: [customerId, ...masked].join(' · '), reasons }
}
