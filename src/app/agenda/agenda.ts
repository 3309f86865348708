import type { WorkItem } from '#contract/work'
import { chinaDayNumber } from '../ui/china-time.ts'

/** In the order in which they are read. */
export const sectionTitles = {
  overdue: '已逾期',
  today: '今天',
  later: '以后',
  undated: '无期限',
  past: '更早 · 状态未知',
} as const

export type SectionId = keyof typeof sectionTitles
export interface Section {
  id: SectionId
  items: WorkItem[]
}

const order = Object.keys(sectionTitles) as SectionId[]
const dueOf = (item: WorkItem): number => (item.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(item.dueAt))
const createdOf = (item: WorkItem): number => (item.createdAt === null ? 0 : Date.parse(item.createdAt))

/** Open and past its time by the page's clock: the answer may be minutes old. */
export const isLate = (item: WorkItem, now: number): boolean => item.status === 'open' && dueOf(item) < now

export function sectionOf(item: WorkItem, now: number): SectionId {
  // A push without a time waits to be sent now.
  if (item.dueAt === null) return item.kind === 'push' ? 'today' : 'undated'
  if (isLate(item, now)) return 'overdue'
  const days = chinaDayNumber(dueOf(item)) - chinaDayNumber(now)
  if (days === 0) return 'today'
  return days > 0 ? 'later' : 'past'
}

const isPast = (now: number) => (item: WorkItem) => sectionOf(item, now) === 'past'

/** Whether everything still to do is loaded: each source lists it before past rows of unknown status. */
export const hasReachedPast = (items: readonly WorkItem[], now: number): boolean => items.some(isPast(now))

/** How many are still to do, without past rows of unknown status. `open` is the source's own count. */
export function countToDo(items: readonly WorkItem[], open: number, now: number): number {
  const past = items.filter(isPast(now)).length
  return past > 0 ? items.length - past : open
}

const compareIds = (a: WorkItem, b: WorkItem): number => (a.id < b.id ? -1 : Number(a.id > b.id))

function compare(section: SectionId): (a: WorkItem, b: WorkItem) => number {
  if (section === 'undated') return (a, b) => createdOf(b) - createdOf(a) || compareIds(a, b)
  // Past rows are listed newest first.
  const way = section === 'past' ? -1 : 1
  return (a, b) => way * (dueOf(a) - dueOf(b)) || compareIds(a, b)
}

/** One agenda of all sources. Days are China's; ties keep one order, so that nothing jumps between two readings. */
export function agenda(items: readonly WorkItem[], now: number): Section[] {
  const rows = new Map(order.map((id) => [id, new Map<string, WorkItem>()]))
  for (const item of items) rows.get(sectionOf(item, now))?.set(item.id, item)
  return order.flatMap((id) => {
    const items = [...(rows.get(id)?.values() ?? [])].sort(compare(id))
    return items.length > 0 ? [{ id, items }] : []
  })
}
