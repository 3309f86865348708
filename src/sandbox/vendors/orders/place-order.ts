import type { Random } from '../../world/random.ts'
import { chinaSecond } from '../china-time.ts'
import type { Customer, Item, Order, Shop } from './entities.ts'
import { findGoods } from './goods.ts'

export const shops = {
  mall: { id: 'mall', name: '云货批发商城' },
  mini: { id: 'mini', name: '云货小程序' },
} as const

/** Goods by sku, and how much of them: text for goods by weight. */
export type Line = readonly [sku: string, quantity: number | string]

export interface NewOrder {
  customer: Customer
  lines: readonly Line[]
  /** Epoch ms. */
  at: number
  /** null for orders by phone. */
  shop?: Shop | null
  currency?: string
  /** In minor units. */
  discount?: number
  receiver?: Order['receiver']
}

const freeFrom = 20_000
const freight = 1500

/** Of what was ordered by phone the shop has written down the name and the price, and no more. */
function itemOf([sku, quantity]: Line, isByPhone: boolean): Item {
  const found = findGoods(sku)
  if (!found) throw new Error(`no goods ${sku}`)
  const { name, options, price: unitPrice } = found
  const priced = { name, quantity, unitPrice, total: Math.round(unitPrice * Number(quantity)) }
  return isByPhone ? { ...priced, hasPicture: false } : { ...priced, sku, options, hasPicture: true }
}

/** 东方树叶 茉莉花茶 ×10 箱 等 4 种 */
function titleOf(lines: readonly Line[]): string {
  const [sku, quantity] = lines[0] ?? ['', 0]
  const first = findGoods(sku)
  const more = lines.length > 1 ? ` 等 ${lines.length} 种` : ''
  return `${(first?.name ?? '').slice(0, 90)} ×${quantity} ${first?.unit ?? ''}${more}`
}

function maskedReceiver({ name, phones }: Customer): Order['receiver'] {
  const [phone] = phones
  if (!phone) return null
  const hidden = `${phone.slice(0, 3)}****${phone.slice(-4)}`
  return { name: `${[...name][0] ?? ''}**`, phone: hidden, region: '重庆 南岸区' }
}

/** Ids of 19 digits, and numbers that begin with the day: `YH2411280007`. */
export function createNumbers(random: Random) {
  let count = 0
  return (at: number) => {
    count += 1
    const day = chinaSecond(at).slice(2, 10).replaceAll('-', '')
    const id = `72${random.digits(17)}`
    return { id, number: `YH${day}${String(count).padStart(4, '0')}` }
  }
}

export type Numbers = ReturnType<typeof createNumbers>

/** An order that was placed just now: nothing of it is paid or shipped. */
export function placeOrder(numbers: Numbers, options: NewOrder): Order {
  const { customer, lines, at, shop = shops.mall, currency = 'CNY', discount = 0, receiver } = options
  const items = lines.map((line) => itemOf(line, shop === null))
  const sum = items.reduce((total, item) => total + item.total, 0)
  const shipping = sum < freeFrom ? freight : 0
  return {
    ...numbers(at),
    customerId: customer.customerId,
    filedUnder: customer.customerId,
    manager: customer.managers[0] ?? '',
    shop,
    title: titleOf(lines),
    status: 'pending_payment',
    statusText: '待付款',
    payment: 'unpaid',
    fulfilment: 'unshipped',
    afterSales: null,
    amounts: {
      currency,
      payable: sum - discount + shipping,
      paid: 0,
      refunded: 0,
      ...(discount > 0 && { discount }),
      ...(shipping > 0 && { shipping }),
    },
    items,
    receiver: receiver === undefined ? maskedReceiver(customer) : receiver,
    parcels: [],
    createdAt: at,
    paidAt: null,
    updatedAt: at,
    closedAt: null,
    remarks: [],
    tasks: [],
    fields: [],
    extra: {},
  }
}
