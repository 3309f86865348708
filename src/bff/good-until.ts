import type { WorkItem } from '#contract/work'
import { addDays, chinaDay } from './china-time.ts'

/** The first moment after `now` at which one of these rows falls overdue, or stands elsewhere because the day is over. */
export function goodUntil(items: readonly Pick<WorkItem, 'dueAt'>[], now: number): number {
  let until = Date.parse(`${addDays(chinaDay(now), 1)}T00:00:00+08:00`)
  for (const { dueAt } of items) {
    const due = dueAt === null ? Number.NaN : Date.parse(dueAt)
    if (due >= now && due < until) until = due + 1
  }
  return until
}
