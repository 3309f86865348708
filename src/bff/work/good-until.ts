import { addDays, chinaDay } from '../china-time.ts'
import type { Standing } from '../sources/source.ts'
import { timeOf } from './work-order.ts'

/** The first moment after `now` at which one of these rows falls overdue, or stands elsewhere because the day is over. */
export function goodUntil(rows: readonly Pick<Standing, 'dueAt'>[], now: number): number {
  let until = Date.parse(`${addDays(chinaDay(now), 1)}T00:00:00+08:00`)
  for (const { dueAt } of rows) {
    const due = timeOf(dueAt)
    if (due !== null && due >= now && due < until) until = due + 1
  }
  return until
}
