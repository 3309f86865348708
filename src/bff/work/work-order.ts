import { chinaDay } from '../china-time.ts'
import { isOverdue, timeOf, type Standing } from '../sources/standing.ts'

export interface Order {
  /** Epoch ms against which rows are overdue. */
  at: number
  /** Done rows are listed latest first; of rows to do those ahead earliest first. */
  isNewestFirst: boolean
}

/** 0 overdue, 1 ahead, 2 of an earlier day with unknown status: years of these must not push today's rows off a page. */
type Group = 0 | 1 | 2

/** The order of a row: its group, due time, time of creation, id. In a group rows without a time come last. */
export type WorkKey = [group: Group, due: number | null, created: number | null, id: string]

function groupOf(row: Standing, due: number | null, at: number): Group {
  if (isOverdue(row, at)) return 0
  return row.status === 'unknown' && due !== null && chinaDay(due) < chinaDay(at) ? 2 : 1
}

export function keyOf(row: Standing, { at }: Order): WorkKey {
  const due = timeOf(row.dueAt)
  return [groupOf(row, due, at), due, timeOf(row.createdAt), row.id]
}

function compareTimes(one: number | null, other: number | null, isNewestFirst: boolean): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return isNewestFirst ? other - one : one - other
}

/**
 * Overdue rows first, the latest of them first, for that can still be saved; then what is ahead by due time, then by
 * creation; past rows of unknown status come last, the latest first. The id makes the order total, so that pages never overlap.
 */
export function compareWork(one: WorkKey, other: WorkKey, order: Order): number {
  const isNewestFirst = order.isNewestFirst || one[0] !== 1
  return (
    one[0] - other[0] ||
    compareTimes(one[1], other[1], isNewestFirst) ||
    compareTimes(one[2], other[2], isNewestFirst) ||
    (one[3] < other[3] ? -1 : Number(one[3] > other[3]))
  )
}
