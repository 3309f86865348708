import type { Random } from '../random.ts'
import type { Account, Member, StaffVendor } from '../world.ts'
import { isBelow, sizes } from './departments.ts'
import { givenNames, surnames } from './name-parts.ts'
import { createVendorIds } from './vendor-ids.ts'

/** A colleague, with what the vendors know. */
export interface Person extends Member {
  accounts: Omit<Account, 'name' | 'department'>[]
}

/** Which vendors the people of a department and those below it work with, and how many of them: 1 is everybody. */
const shares: readonly [department: number, share: Partial<Record<StaffVendor, number>>][] = [
  [21, { youmi: 0.88, waiqin: 0.85, tanma: 0.5 }],
  [22, { youmi: 0.88, waiqin: 0.85, tanma: 0.5 }],
  [23, { youmi: 0.88, waiqin: 0.85, tanma: 0.5 }],
  [24, { youmi: 0.9, waiqin: 0.9 }],
  [25, { youmi: 0.9, waiqin: 0.6 }],
  [26, { youmi: 0.8, tanma: 0.7 }],
  [3, { youmi: 0.8 }],
  [4, { tanma: 0.5 }],
  [51, { youmi: 0.15 }],
  [9, { waiqin: 1 }],
]

/** Departments whose people have no right of customer contact. */
const withoutCustomers = new Set([4, 5, 51, 52, 6, 7, 8])

/** A name that is taken gets a number behind it, as WeCom proposes. */
function createUserids(taken: readonly string[]): (spelled: string) => string {
  const userids = new Set(taken.map((userid) => userid.toLowerCase()))
  return (spelled) => {
    let userid = spelled
    for (let turn = 2; userids.has(userid); turn += 1) userid = spelled + String(turn).padStart(2, '0')
    userids.add(userid)
    return userid
  }
}

/** People by the hundred, none of whom has a userid of these; the same `random` gives the same people. */
export function inventPeople(random: Random, taken: readonly string[]): Person[] {
  const useridOf = createUserids(taken)
  const openAccount = createVendorIds(random)

  function invent(department: number): Person {
    const [surname, given] = [random.pick(surnames), random.pick(givenNames)]
    const userid = useridOf(surname[1] + given[1])
    const share = shares.find(([id]) => isBelow(id, department))?.[1] ?? {}
    const vendors = (['youmi', 'waiqin', 'tanma'] as const).filter((vendor) => random.chance(share[vendor] ?? 0))
    const isWithoutCustomers = withoutCustomers.has(department) || random.chance(0.03)
    return {
      userid,
      name: surname[0] + given[0],
      // A few of a group help out in another department.
      departments: department > 200 && random.chance(0.04) ? [department, 26] : [department],
      ...(isWithoutCustomers && { isWithoutCustomers }),
      accounts: vendors.map((vendor) => openAccount(vendor, userid, department)),
    }
  }

  return sizes.flatMap(([department, people]) => Array.from({ length: people }, () => invent(department)))
}
