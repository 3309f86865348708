import { chinaInstant, dayMs } from '../china-time.ts'
import type { Customer, Order } from './entities.ts'
import { newestFirst } from './paging.ts'

const over = new Set(['completed', 'closed'])

export const hasOpenTask = ({ tasks }: Order) => tasks.some(({ status }) => status === 'open')

/** What is not over, and whatever has still something to do. */
const isOpen = (order: Order) => !over.has(order.status) || hasOpenTask(order)

/** By number, goods or tracking number. */
function isAbout({ number, items, parcels }: Order, word: string): boolean {
  const texts = [
    number,
    ...items.flatMap(({ name, options = '', sku = '' }) => [name, options, sku]),
    ...parcels.flatMap(({ carrier, trackingNumber }) => [carrier, trackingNumber]),
  ]
  return texts.some((text) => text.toLowerCase().includes(word))
}

export interface Filter {
  status: 'open' | 'all'
  q?: string | null | undefined
}

/** The customer's orders, newest first. */
export function ordersOf(orders: readonly Order[], { customerId }: Customer, { status, q }: Filter): Order[] {
  const word = q?.trim().toLowerCase() ?? ''
  return orders
    .filter((order) => order.filedUnder === customerId && (status === 'all' || isOpen(order)) && isAbout(order, word))
    .toSorted(newestFirst)
}

/** Orders with an open task for this member of the staff. */
export const ordersFor = (orders: readonly Order[], userid: string): Order[] =>
  orders
    .filter(({ tasks }) => tasks.some(({ status, assignees }) => status === 'open' && assignees.includes(userid)))
    .toSorted(newestFirst)

const yearMs = 365 * dayMs

/** What the customer has bought within a year. None where they paid in several currencies. */
export function summaryOf(all: readonly Order[], { customerId }: Customer, now: number): object | null {
  const since = now - yearMs
  const bought = all.filter(
    (order) => order.customerId === customerId && order.status !== 'closed' && order.createdAt >= since,
  )
  const currencies = new Set(bought.map(({ amounts }) => amounts.currency))
  if (currencies.size > 1) return null
  const [currency = 'CNY'] = currencies
  const last = bought.toSorted(newestFirst)[0]
  return {
    since: chinaInstant(since),
    orders: bought.length,
    amount: { currency, payable: bought.reduce((sum, { amounts }) => sum + amounts.payable, 0) },
    lastOrderAt: last ? chinaInstant(last.createdAt) : null,
  }
}
