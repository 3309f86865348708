import type { Order, OrderTask } from '#contract/order'
import { hasUserid } from '../../userid.ts'
import { isOverdue } from '../standing.ts'
import { amountText } from './amount.ts'
import type { OrderBody } from './map.ts'

/** Who reads an order, and when. */
export interface Reader {
  userid: string
  now: number
}

const tasksOf = ({ tasks }: OrderBody, { userid, now }: Reader) =>
  tasks.map(({ assignees, ...task }) => ({
    ...task,
    overdue: isOverdue(task, now),
    mine: hasUserid(assignees, userid),
  }))

/** The path of an item's picture among ours. */
const pictureOf = (externalUserId: string, orderId: string, index: number): string =>
  `/api/contacts/${externalUserId}/orders/${orderId}/items/${index}/picture`

export function toOrder(body: OrderBody, externalUserId: string, reader: Reader): Order {
  const items = body.items.map(({ picture, ...item }, index) => ({
    ...item,
    imageUrl: picture === null ? null : pictureOf(externalUserId, body.id, index),
  }))
  return { ...body, items, tasks: tasksOf(body, reader) }
}

/** What has to be done for one order, as rows of a list of work. */
export function toTasks(body: OrderBody, customerName: string | null, reader: Reader): OrderTask[] {
  const { id, number, amounts, statusText, createdAt, links } = body
  const amount = { currency: amounts.currency, payable: amounts.payable }
  const url = links.find(({ rel, audience }) => rel === 'view' && audience === 'staff')?.url ?? null
  const about = { orderId: id, number, amount, statusText, customerName, createdAt, url, contact: null }
  const detail = [number, amountText(amount), statusText].join(' · ')
  const order = { ...about, detail, source: 'orders', kind: 'order_task' } as const
  return tasksOf(body, reader).map((task) =>
    Object.assign({}, task, order, { id: `orders:${id}:${task.id}`, task: task.kind }),
  )
}
