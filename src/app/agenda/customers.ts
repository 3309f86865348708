import type { WorkItem } from '#contract/work'
import { isLate, type Section } from './agenda.ts'
import type { Stop } from '../subject/visit.ts'
import { dueLabel } from '../ui/china-time.ts'

/** One customer, or one group of customers, with all that is to do for them. */
export interface Customer {
  key: string
  name: string
  /** Whose board and chat it is; null where the customer is not linked. */
  subject: Stop['subject'] | null
  /** In the agenda's order, so the first one is to be done first. */
  items: [WorkItem, ...WorkItem[]]
}

type Whom = Omit<Customer, 'items'>

const unlinked = (key: string, name: string): Whom => ({ key, name, subject: null })

function whomOf(item: WorkItem): Whom {
  if (item.kind === 'group_sop') {
    const { chatId, chatName } = item
    return { key: `chat:${chatId}`, name: chatName ?? '未命名的群', subject: { kind: 'chat', chatId } }
  }
  if ((item.kind === 'todo' || item.kind === 'field_task' || item.kind === 'order_task') && item.contact) {
    const { externalUserId, name } = item.contact
    return { key: `contact:${externalUserId}`, name, subject: { kind: 'contact', externalUserId } }
  }
  if (item.kind === 'order_task') {
    const { customerName, orderId } = item
    return unlinked(`orders:${customerName ?? orderId}`, customerName ?? '客户未关联')
  }
  if (item.kind === 'field_task') return unlinked(`waiqin:${item.customer.id}`, item.customer.name ?? '客户未关联')
  if (item.kind !== 'todo' || item.friendId === '') return unlinked('', '没有客户的')
  const nick = item.account.nick ?? item.account.number
  return unlinked(`youmi:${item.friendId}`, nick ? `客户未关联：${nick}` : '客户未关联')
}

/** By whom there is something to do first. What is over in an unknown state is not to do. */
export function customersOf(sections: readonly Section[]): Customer[] {
  const customers = new Map<string, Customer>()
  for (const item of sections.flatMap(({ id, items }) => (id === 'past' ? [] : items))) {
    const whom = whomOf(item)
    const known = customers.get(whom.key)
    if (known) known.items.push(item)
    else customers.set(whom.key, { ...whom, items: [item] })
  }
  return [...customers.values()]
}

/** The worst that can still be saved; where there is nothing late, when the first one is due. */
export function lateness(
  { items }: Customer,
  sections: readonly Section[],
  now: number,
): { words: string; isLate: boolean } {
  const ids = new Set(items.map(({ id }) => id))
  const of = (section: Section['id']): WorkItem[] =>
    sections.find(({ id }) => id === section)?.items.filter(({ id }) => ids.has(id)) ?? []
  const late = [...of('overdue').slice(-1), ...of('stale').slice(-1)][0]
  const item = late ?? items[0]
  return { words: dueLabel(item.dueAt, now, isLate(item, now)), isLate: late !== undefined }
}
