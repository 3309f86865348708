import { hasUserid } from '../../userid.ts'

interface Named {
  recipients: readonly string[]
}

/** Whether a row names this 工号. They compare without case, as userids do: some tenants' 工号 are userids. */
export const isNamed = ({ recipients }: Named, staffId: string): boolean => hasUserid(recipients, staffId)

/**
 * Tells the rows of an answer that are this person's. The vendor filters by recipient, so a row that names nobody readable
 * is theirs, too, but only while every other row names them: one that does not shows that the filter is not to be relied on.
 */
export function ofPerson(staffId: string, answer: readonly Named[]): (row: Named) => boolean {
  const isFiltered = answer.every((row) => row.recipients.length === 0 || isNamed(row, staffId))
  return (row) => (row.recipients.length === 0 ? isFiltered : isNamed(row, staffId))
}
