import type { WorkStatus } from '#contract/work-item'

/** What the order of a list is made from. Times are epoch ms, or as the contract writes them. */
export interface Standing {
  id: string
  status: WorkStatus
  dueAt: string | number | null
  createdAt: string | number | null
}

export const timeOf = (time: string | number | null): number | null =>
  typeof time === 'string' ? Date.parse(time) : time

/** To do, and past its time. A row of unknown status is never overdue. */
export function isOverdue({ status, dueAt }: Pick<Standing, 'status' | 'dueAt'>, now: number): boolean {
  const due = timeOf(dueAt)
  return status === 'open' && due !== null && due < now
}
