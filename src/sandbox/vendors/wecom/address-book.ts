import type { FastifyRequest } from 'fastify'
import { departmentsInRange, rangeTest } from '../../world/company/range.ts'
import { membersOf } from '../../world/members.ts'
import type { Department, World } from '../../world/world.ts'
import { neededQuery, query } from './parameter.ts'
import { ok, WecomRefusal } from './voice.ts'

/** A department's id as WeCom takes it: digits, without zeros in front. */
function idOf(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new WecomRefusal(40058)
  return Number(text)
}

/** The department of this id and all below it, as far as the app may see them; without an id, all that it may see. */
function departmentsBelow(request: FastifyRequest, { company }: World): Department[] {
  const inRange = departmentsInRange(company)
  const asked = query(request, 'id')
  if (asked === undefined) return company.departments.filter(({ id }) => inRange.has(id))
  const top = idOf(asked)
  if (!company.departments.some(({ id }) => id === top)) throw new WecomRefusal(60003)
  if (!inRange.has(top)) throw new WecomRefusal(60011)
  const below = departmentsInRange({ departments: company.departments, range: { departments: [top], userids: [] } })
  return company.departments.filter(({ id }) => below.has(id))
}

/** `department/simplelist`: ids alone. A parent outside the range is named, too. */
export function departmentIds(request: FastifyRequest, world: World) {
  const found = departmentsBelow(request, world)
  return ok({ department_id: found.map(({ id, parentId, order }) => ({ id, parentid: parentId, order })) })
}

/** `department/list`: with names, which an app of the company's own gets. */
export function departmentList(request: FastifyRequest, world: World) {
  const found = departmentsBelow(request, world)
  return ok({
    department: found.map(({ id, name, parentId, order }) => {
      return { id, name, name_en: '', department_leader: [], parentid: parentId, order }
    }),
  })
}

/** `user/simplelist`: who is in this very department, not in those below it. */
export function departmentMembers(request: FastifyRequest, world: World) {
  const id = idOf(neededQuery(request, 'department_id'))
  if (!world.company.departments.some((each) => each.id === id)) throw new WecomRefusal(60123)
  if (!departmentsInRange(world.company).has(id)) throw new WecomRefusal(60011)
  const members = membersOf(world).filter(({ departments }) => departments.includes(id))
  return ok({
    userlist: members
      .filter(rangeTest(world.company))
      .map(({ userid, name, departments }) => ({ userid, name, department: departments })),
  })
}

/** `externalcontact/get_follow_user_list`: those in the visible range who have the right of customer contact. */
export function customerStaff(world: World) {
  const members = membersOf(world).filter(rangeTest(world.company))
  return ok({ follow_user: members.filter((one) => !one.isWithoutCustomers).map(({ userid }) => userid) })
}
