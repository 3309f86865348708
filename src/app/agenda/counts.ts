import type { WorkItem } from '#contract/work'
import { chinaDayNumber, lastDayOfWeek } from '../ui/china-time.ts'
import { sectionOf, type SectionId } from './agenda.ts'

/** What is known of one list. */
export interface Loaded {
  items: readonly WorkItem[]
  hasMore: boolean
  /** How many are late, as the source counts them; null where it counts other rows as well. */
  overdue: number | null
}

/** A number that may be larger once everything is loaded. */
export interface Count {
  n: number
  isLeast: boolean
}

/** In which the BFF's pages follow one another. */
const pageOrder: readonly SectionId[] = ['overdue', 'stale', 'today', 'later', 'undated', 'past']

/** The section that the pages of a list have come to; null once all are loaded. */
function reached({ items, hasMore }: Loaded, now: number): SectionId | null {
  const last = items[items.length - 1]
  if (!hasMore) return null
  return last ? sectionOf(last, now) : 'overdue'
}

/** Whether further pages can bring none of this section. */
export function isWhole(list: Loaded, section: SectionId, now: number): boolean {
  const at = reached(list, now)
  return at === null || pageOrder.indexOf(at) > pageOrder.indexOf(section)
}

function countIn(list: Loaded, section: SectionId, now: number): Count {
  const n = list.items.filter((item) => sectionOf(item, now) === section).length
  return { n, isLeast: !isWhole(list, section, now) }
}

const add = (counts: readonly Count[]): Count => ({
  n: counts.reduce((sum, { n }) => sum + n, 0),
  isLeast: counts.some(({ isLeast }) => isLeast),
})

/** All that is late, folded rows included: the source has counted it, whatever has been loaded. */
function late(list: Loaded, now: number): Count {
  const loaded = add([countIn(list, 'overdue', now), countIn(list, 'stale', now)])
  if (!loaded.isLeast || list.overdue === null) return loaded
  return { n: Math.max(loaded.n, list.overdue), isLeast: false }
}

export type SectionCounts = Record<SectionId, Count>

/** How many rows each section has, loaded or not. `overdue` is all that is late, `stale` the folded part of it. */
export function sectionCounts(lists: readonly Loaded[], now: number): SectionCounts {
  const of = (section: SectionId): Count => add(lists.map((list) => countIn(list, section, now)))
  const overdue = add(lists.map((list) => late(list, now)))
  const saved = of('overdue')
  const stale = saved.isLeast ? of('stale') : { n: overdue.n - saved.n, isLeast: overdue.isLeast }
  return { overdue, stale, today: of('today'), later: of('later'), undated: of('undated'), past: of('past') }
}

/** What is due from today until Sunday. */
export function weekCount(lists: readonly Loaded[], now: number): Count {
  const end = lastDayOfWeek(now)
  const isThisWeek = (item: WorkItem): boolean =>
    sectionOf(item, now) === 'today' ||
    (sectionOf(item, now) === 'later' && chinaDayNumber(Date.parse(item.dueAt ?? '')) <= end)
  return add(
    lists.map((list) => {
      const last = list.items[list.items.length - 1]
      const isPast =
        isWhole(list, 'later', now) || (last !== undefined && sectionOf(last, now) === 'later' && !isThisWeek(last))
      return { n: list.items.filter(isThisWeek).length, isLeast: !isPast }
    }),
  )
}

export const countWords = ({ n, isLeast }: Count): string => `${n}${isLeast ? '+' : ''}`
