import { ExternalUserId } from '#contract/id'
import type { Order, OrderCustomer, OrderStatus } from '#contract/order'
import type { z } from 'zod'
import { toChinaIso } from '../../china-time.ts'
import { maskReceiver } from './mask.ts'
import type { WireLink, WireMineOrder, WireOrder, WireTask } from './wire.ts'
import type { WireCustomer } from './wire-answers.ts'

type Item = Order['items'][number]

/** A task without what depends on the clock and on who reads it. */
type TaskBody = Omit<Order['tasks'][number], 'overdue' | 'mine'> & { assignees: readonly string[] }

/** An order as it is remembered: masked, without addresses of hosts that are not listed, and the same for all readers. */
export interface OrderBody extends Omit<Order, 'items' | 'tasks'> {
  /** `picture`: where the company has it. */
  items: (Omit<Item, 'imageUrl'> & { picture: string | null })[]
  tasks: TaskBody[]
}

/** Whose an order is, in a list of a salesperson's own. */
export interface MineBody extends OrderBody {
  externalUserId: string | null
  customerName: string | null
}

/** Reads addresses that the company sent: null for a host that is not listed. */
export interface Look {
  link(address: string): string | null
  picture(address: string): string | null
}

/** Where a company sends none of its own words. */
const statusWords: Record<z.infer<typeof OrderStatus>, string> = {
  pending_payment: '待付款',
  pending_review: '待审核',
  to_ship: '待发货',
  partly_shipped: '部分发货',
  shipped: '已发货',
  completed: '已完成',
  after_sales: '售后中',
  closed: '已关闭',
  unknown: '状态不明',
}
const linkWords: Record<WireLink['rel'], string> = {
  view: '查看订单',
  pay: '付款',
  invoice: '发票',
  logistics: '物流',
  other: '链接',
}
const nameless = '未命名商品'

const isoOf = (at: number | null): string | null => (at === null ? null : toChinaIso(at))

const linksOf = (links: readonly WireLink[], look: Look): Order['links'] =>
  links.flatMap(({ rel, title, url, audience }) => {
    const address = look.link(url)
    return address === null ? [] : [{ rel, title: title ?? linkWords[rel], url: address, audience }]
  })

const toItem = ({ name, imageUrl, ...item }: WireOrder['items'][number], look: Look): OrderBody['items'][number] => ({
  ...item,
  name: name ?? nameless,
  picture: imageUrl === null ? null : look.picture(imageUrl),
})

const parcelsOf = (parcels: WireOrder['parcels'], look: Look): Order['parcels'] =>
  parcels.flatMap(({ carrier, trackingNumber, shippedAt, signedAt, url, ...parcel }) =>
    trackingNumber === null
      ? []
      : [
          {
            ...parcel,
            carrier: carrier ?? '快递',
            trackingNumber,
            shippedAt: isoOf(shippedAt),
            signedAt: isoOf(signedAt),
            url: url === null ? null : look.link(url),
          },
        ],
  )

const toTaskBody = ({ title, dueAt, ...task }: WireTask, order: string): TaskBody => ({
  ...task,
  title: title ?? order,
  dueAt: isoOf(dueAt),
})

const firstOf = <Entry extends { id: string }>(entries: readonly Entry[]): Entry[] =>
  [...new Map(entries.toReversed().map((entry) => [entry.id, entry])).values()].toReversed()

export function toBody(wire: WireOrder, look: Look): OrderBody {
  const { shop, afterSales } = wire
  const title = wire.title ?? wire.items[0]?.name ?? wire.number ?? wire.id
  return {
    id: wire.id,
    number: wire.number ?? wire.id,
    customerId: wire.customerId,
    shop: shop?.id && shop.name ? { id: shop.id, name: shop.name } : null,
    title,
    status: wire.status,
    statusText: wire.statusText ?? statusWords[wire.status],
    payment: wire.payment,
    fulfilment: wire.fulfilment,
    afterSales: afterSales && { ...afterSales, at: isoOf(afterSales.at) },
    amounts: wire.amounts,
    items: wire.items.map((item) => toItem(item, look)),
    itemCount: Math.max(wire.itemCount ?? 0, wire.items.length),
    receiver: maskReceiver(wire.receiver),
    parcels: parcelsOf(wire.parcels, look),
    createdAt: toChinaIso(wire.createdAt),
    paidAt: isoOf(wire.paidAt),
    updatedAt: toChinaIso(wire.updatedAt),
    closedAt: isoOf(wire.closedAt),
    remarks: wire.remarks.flatMap(({ text, at, from }) => (text === null ? [] : [{ from, text, at: isoOf(at) }])),
    tasks: firstOf(wire.tasks).map((task) => toTaskBody(task, title)),
    links: linksOf(wire.links, look),
    fields: wire.fields.flatMap(({ label, value }) => (label === null || value === null ? [] : [{ label, value }])),
  }
}

export const toMineBody = (wire: WireMineOrder, look: Look): MineBody => ({
  ...toBody(wire, look),
  externalUserId: ExternalUserId.safeParse(wire.customer?.externalUserId).data ?? null,
  customerName: wire.customer?.name ?? null,
})

export const toCustomer = ({ url, ...customer }: WireCustomer, look: Look): OrderCustomer => ({
  ...customer,
  url: url === null ? null : look.link(url),
})

/** The same as a list tells it: a company may send more than the contract asks for. */
export const asListed = (body: OrderBody): OrderBody => ({ ...body, remarks: [] })
