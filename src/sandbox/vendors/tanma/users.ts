import type { World } from '../../world/world.ts'
import type { UserRow } from './entities.ts'

/** Everybody with an account: our people, those who left, and some whom nobody is. */
export function seedUsers({ staff, company }: World): UserRow[] {
  const useridOf = new Map(company.lines.map(({ vendor, id, userid }) => [`${vendor} ${id}`, userid]))
  const ours = staff.flatMap(({ userid, name, tanmaId }) =>
    tanmaId ? [{ user: { salesId: tanmaId, name, departmentName: '渝南销售部' }, userid, isDeleted: false }] : [],
  )
  const others = company.accounts
    .filter(({ vendor }) => vendor === 'tanma')
    .map(({ id, name, department, isClosed = false }) => ({
      user: { salesId: id, name, departmentName: department },
      userid: useridOf.get(`tanma ${id}`) ?? null,
      isDeleted: isClosed,
    }))
  return [...ours, ...others]
}
