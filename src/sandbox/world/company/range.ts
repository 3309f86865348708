import type { Company, Member } from '../world.ts'

type Scope = Pick<Company, 'departments' | 'range'>

/** The departments that the app may see: those of its range and all below them. */
export function departmentsInRange({ departments, range }: Scope): Set<number> {
  const seen = new Set(range.departments)
  // A department stands behind its parent.
  for (const { id, parentId } of departments) if (seen.has(parentId)) seen.add(id)
  return seen
}

/** Tells whether the app may see a member. */
export function rangeTest(scope: Scope): (member: Member) => boolean {
  const inRange = departmentsInRange(scope)
  const byName = new Set(scope.range.userids)
  return ({ userid, departments, isHidden }) =>
    !isHidden && (byName.has(userid) || departments.some((id) => inRange.has(id)))
}
