import type { World } from '../../world/world.ts'
import type { StaffMember } from './entities.ts'

/** Everybody with a 工号: our people, those who left, and some whom nobody is. */
export function seedStaff({ staff, company }: World): StaffMember[] {
  const ours = staff.flatMap(({ name, youmiId }) =>
    youmiId ? [{ code: youmiId, name, department: '渝南销售部', isStopped: false }] : [],
  )
  const others = company.accounts.filter(({ vendor }) => vendor === 'youmi')
  return [
    ...ours,
    ...others.map(({ id, name, department, isClosed = false }) => ({
      code: id,
      name,
      department,
      isStopped: isClosed,
    })),
  ]
}
