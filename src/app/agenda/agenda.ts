import type { WorkItem } from '#contract/work'
import { chinaDayNumber } from '../ui/china-time.ts'

/** In the order in which they are read. `stale`: so late that it is folded below what can still be saved. */
const order = ['overdue', 'stale', 'today', 'later', 'undated', 'past'] as const

export type SectionId = (typeof order)[number]
export interface Section {
  id: SectionId
  items: WorkItem[]
}

/** These show their rows only when the user asks for them. */
export const folding: readonly SectionId[] = ['stale', 'past']

/** What of that is folded here: where nothing else is to do, what is long late is shown. */
export function foldedIn(sections: readonly Section[], folded: readonly SectionId[]): readonly SectionId[] {
  return sections.some(({ id }) => !folding.includes(id)) ? folded : folded.filter((id) => id !== 'stale')
}

const staleDays = 30
const dayMs = 86_400_000

const dueOf = (item: WorkItem): number => (item.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(item.dueAt))
const createdOf = (item: WorkItem): number => (item.createdAt === null ? 0 : Date.parse(item.createdAt))

/** Open and past its time by the page's clock: the answer may be minutes old. */
export const isLate = (item: WorkItem, now: number): boolean => item.status === 'open' && dueOf(item) < now

export function sectionOf(item: WorkItem, now: number): SectionId {
  // A push without a time waits to be sent now.
  if (item.dueAt === null) return item.kind === 'push' ? 'today' : 'undated'
  if (isLate(item, now)) return dueOf(item) < now - staleDays * dayMs ? 'stale' : 'overdue'
  const days = chinaDayNumber(dueOf(item)) - chinaDayNumber(now)
  if (days === 0) return 'today'
  return days > 0 ? 'later' : 'past'
}

/** How many are still to do, without past rows of unknown status. `open` is the source's own count. */
export function countToDo(items: readonly WorkItem[], open: number, now: number): number {
  const past = items.filter((item) => sectionOf(item, now) === 'past').length
  return past > 0 ? items.length - past : open
}

const compareIds = (a: WorkItem, b: WorkItem): number => (a.id < b.id ? -1 : Number(a.id > b.id))

function compare(section: SectionId): (a: WorkItem, b: WorkItem) => number {
  if (section === 'undated') return (a, b) => createdOf(b) - createdOf(a) || compareIds(a, b)
  // What is over is listed newest first: of what is late, that can still be saved.
  const way = section === 'today' || section === 'later' ? 1 : -1
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
