import type { Counts, StatusFilter } from '#contract/work'
import type { WorkStatus } from '#contract/work-item'

const statuses: Record<StatusFilter, readonly WorkStatus[] | null> = {
  open: ['open', 'unknown'],
  done: ['done', 'submitted'],
  cancelled: ['cancelled'],
  all: null,
}

/** The statuses that a filter lets through; null for every one. What may still be to do counts as open. */
export const statusesOf = (filter: StatusFilter): readonly WorkStatus[] | null => statuses[filter]

export const isWanted = (status: WorkStatus, filter: StatusFilter): boolean =>
  statuses[filter]?.includes(status) ?? true

/** Counts over every status. */
export function tally(items: readonly { status: WorkStatus; overdue: boolean }[]): Counts {
  const count = (filter: StatusFilter) => items.filter(({ status }) => isWanted(status, filter)).length
  return { open: count('open'), overdue: items.filter(({ overdue }) => overdue).length, done: count('done') }
}
