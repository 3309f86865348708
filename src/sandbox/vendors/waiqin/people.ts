import { cast } from '../../world/cast.ts'
import type { World } from '../../world/world.ts'
import type { Person } from './entities.ts'

/** Office staff who create tasks and have no WeCom account in our company. One of them has no external code. */
export const office: readonly [Person, Person] = [
  { id: '6327808947511856653', name: '赵敏', source_code: 'HQ0017' },
  { id: '6327808947511856700', name: '督导组' },
]

/** One of our salespeople in 勤策; the cast's `salesperson` has no external code there. */
export function personOf(world: World, userid: string): Person {
  const found = world.staff.find((one) => one.userid === userid)
  if (!found?.waiqinId) throw new Error(`${userid} has no employee in 勤策`)
  const isWithoutCode = userid === cast.salesperson
  return { id: found.waiqinId, name: found.name, ...(!isWithoutCode && { source_code: userid }) }
}
