import { hasUserid } from '../../userid.ts'
import type { YoumiConfig } from './config.ts'
import type { TodoBody } from './map.ts'

type Named = Pick<TodoBody, 'recipients'>

/** Whether a row names this 工号. Where the 工号 are userids they compare as such: without case. */
export const createIsNamed =
  ({ isStaffIdUserid }: Pick<YoumiConfig, 'isStaffIdUserid'>) =>
  ({ recipients }: Named, staffId: string): boolean =>
    isStaffIdUserid ? hasUserid(recipients, staffId) : recipients.includes(staffId)

/**
 * The rows of an answer that are this person's. The vendor filters by recipient, so a row that names nobody readable is
 * theirs, too, but only while every other row names them: one that does not shows that the filter is not to be relied on.
 */
export function createOfPerson(isNamed: ReturnType<typeof createIsNamed>) {
  return <Row extends Named>(staffId: string, rows: readonly Row[]): Row[] => {
    const isFiltered = rows.every((row) => row.recipients.length === 0 || isNamed(row, staffId))
    return rows.filter((row) => (row.recipients.length === 0 ? isFiltered : isNamed(row, staffId)))
  }
}
