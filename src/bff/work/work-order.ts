import type { WorkStatus } from '#contract/work-item'
import { chinaDay } from '../china-time.ts'
import type { Standing } from '../sources/source.ts'

export interface Order {
  /** Epoch ms against which rows are overdue. */
  at: number
  /** What is done is looked back on: the latest first. What is to do: the earliest first. */
  isNewestFirst: boolean
}

/** Overdue, ahead, or of an earlier day and in a state that nobody knows: years of these must not push today's rows off a page. */
type Group = 0 | 1 | 2

/** Where a row stands: its group, due time, time of creation, id. In a group rows without a time come last. */
export type WorkKey = [group: Group, due: number | null, created: number | null, id: string]

export const timeOf = (time: string | number | null): number | null =>
  typeof time === 'string' ? Date.parse(time) : time

function groupOf(status: WorkStatus, due: number | null, at: number): Group {
  if (due === null || due >= at) return 1
  if (status === 'open') return 0
  return status === 'unknown' && chinaDay(due) < chinaDay(at) ? 2 : 1
}

export function keyOf({ status, dueAt, createdAt, id }: Standing, { at }: Order): WorkKey {
  const due = timeOf(dueAt)
  return [groupOf(status, due, at), due, timeOf(createdAt), id]
}

function compareTimes(one: number | null, other: number | null, isNewestFirst: boolean): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return isNewestFirst ? other - one : one - other
}

/**
 * Overdue rows first, then by due time, then by creation; what is over in a state that nobody knows comes last, the
 * latest first. The id makes the order total, so that pages never overlap.
 */
export function compareWork(one: WorkKey, other: WorkKey, order: Order): number {
  const isNewestFirst = order.isNewestFirst || one[0] === 2
  return (
    one[0] - other[0] ||
    compareTimes(one[1], other[1], isNewestFirst) ||
    compareTimes(one[2], other[2], isNewestFirst) ||
    (one[3] < other[3] ? -1 : Number(one[3] > other[3]))
  )
}
