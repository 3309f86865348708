import type { WorkItem } from '#contract/work'
import { chinaDayNumber } from '../ui/china-time.ts'

/** In the order in which they are read. `undated`: the vendor does not say when. */
export const weekTitles = {
  today: '今天',
  week: '本周',
  last: '上周',
  earlier: '更早',
  undated: '没说什么时候',
} as const
export type Week = keyof typeof weekTitles

/**
 * When it was done: 勤策 tells of each feedback, and when a task was changed last. 友米 tells nothing of that kind, and 探马
 * neither: theirs are sorted by when they were due.
 */
export function doneAt(item: WorkItem): string | null {
  if (item.kind === 'field_task') return item.feedback[0]?.at ?? item.modifiedAt
  return item.kind === 'notice' || item.kind === 'moment' ? item.createdAt : null
}

/** By which a row is sorted. */
export const sortedBy = (item: WorkItem): string | null => doneAt(item) ?? item.dueAt ?? item.createdAt

/** 1970 began on a Thursday. */
const weekNumber = (day: number): number => Math.floor((day + 3) / 7)

export function weekOf(item: WorkItem, now: number): Week {
  const told = sortedBy(item)
  if (told === null) return 'undated'
  const [day, today] = [chinaDayNumber(Date.parse(told)), chinaDayNumber(now)]
  if (day === today && doneAt(item) !== null) return 'today'
  const weeks = weekNumber(today) - weekNumber(day)
  // What is done ahead of its time is this week's.
  if (weeks <= 0) return 'week'
  return weeks === 1 ? 'last' : 'earlier'
}
