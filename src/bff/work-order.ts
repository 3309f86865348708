import type { WorkItem } from '#contract/work'

export interface Order {
  /** Epoch ms against which rows are overdue. */
  at: number
  /** What is done is looked back on: the latest first. What is to do: the earliest first. */
  isNewestFirst: boolean
}

/** Where a row stands: not overdue 1 or 0, due time, time of creation, id. Rows without a time come last. */
export type WorkKey = [group: 0 | 1, due: number | null, created: number | null, id: string]

const timeOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

export function keyOf({ status, dueAt, createdAt, id }: WorkItem, { at }: Order): WorkKey {
  const due = timeOf(dueAt)
  const isOverdue = status === 'open' && due !== null && due < at
  return [isOverdue ? 0 : 1, due, timeOf(createdAt), id]
}

function compareTimes(one: number | null, other: number | null, isNewestFirst: boolean): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return isNewestFirst ? other - one : one - other
}

/** Overdue rows first, then by due time, then by creation; the id makes the order total, so that pages never overlap. */
export function compareWork(one: WorkKey, other: WorkKey, { isNewestFirst }: Order): number {
  return (
    one[0] - other[0] ||
    compareTimes(one[1], other[1], isNewestFirst) ||
    compareTimes(one[2], other[2], isNewestFirst) ||
    (one[3] < other[3] ? -1 : Number(one[3] > other[3]))
  )
}
