import { hasUserid } from '../../userid.ts'

/** Whether a row names this 工号. They compare without case, as userids do: some tenants' 工号 are userids. */
export const isNamed = (recipients: readonly string[], staffId: string): boolean => hasUserid(recipients, staffId)

/**
 * Tells by its recipients which row of an answer is this person's. The vendor filters by recipient, so a row that names
 * nobody readable is theirs, too, but only while every other row names them: one that does not shows that the filter is not
 * to be relied on.
 */
export function ofPerson(staffId: string, answer: readonly (readonly string[])[]) {
  const isFiltered = answer.every((recipients) => recipients.length === 0 || isNamed(recipients, staffId))
  return (recipients: readonly string[]): boolean =>
    recipients.length === 0 ? isFiltered : isNamed(recipients, staffId)
}
