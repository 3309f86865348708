import type { Random } from '../random.ts'
import type { Account, Member, StaffVendor } from '../world.ts'
import { sizes } from './departments.ts'
import { givenNames, surnames } from './name-parts.ts'

/** Which vendors the people of a department work with, and how many of them: 1 is everybody. */
const shares: readonly [ofDepartment: (id: number) => boolean, share: Partial<Record<StaffVendor, number>>][] = [
  [(id) => /^2[123]/.test(String(id)), { youmi: 0.8, waiqin: 0.85, tanma: 0.5 }],
  [(id) => /^24/.test(String(id)), { youmi: 0.9, waiqin: 0.9 }],
  [(id) => id === 25, { youmi: 0.9, waiqin: 0.6 }],
  [(id) => id === 26, { youmi: 0.8, tanma: 0.7 }],
  [(id) => id === 3, { youmi: 0.8 }],
  [(id) => id === 4, { tanma: 0.5 }],
  [(id) => id === 5 || id === 51, { youmi: 0.15 }],
  [(id) => id === 9, { waiqin: 1 }],
]

/** Departments whose people have no right of customer contact. */
const withoutCustomers = new Set([4, 5, 51, 52, 6, 7, 8])

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** 万州 counts by itself; 涪陵 has numbers that begin with zeros; everybody else shares one sequence. */
function youmiCode(department: number, turn: number): string {
  if (/^24/.test(String(department))) return `W-${String(60 + turn).padStart(4, '0')}`
  return department === 25 ? String(turn + 1).padStart(4, '0') : `b${101 + turn}`
}

/** 勤策's own field for the tenant: the userid in some case, a number of the branch's own, or empty. */
function externalCode(userid: string, department: number, random: Random): string {
  if (/^24/.test(String(department))) return `W-${random.digits(4)}`
  if (department === 25) return ''
  return random.pick([userid, userid, userid, capitalised(userid), `SQ${random.digits(4)}`, ''])
}

interface Person {
  member: Member
  accounts: Omit<Account, 'name' | 'department'>[]
}

/** People by the hundred; the same `random` gives the same people. */
export function inventPeople(random: Random, taken: readonly string[]): Person[] {
  const userids = new Set(taken.map((userid) => userid.toLowerCase()))
  const codes = new Map<string, number>()

  function nextCode(department: number): string {
    const kind = youmiCode(department, 0)
    const turn = codes.get(kind) ?? 0
    codes.set(kind, turn + 1)
    return youmiCode(department, turn)
  }

  function useridOf(spelled: string): string {
    let userid = spelled
    for (let turn = 2; userids.has(userid); turn += 1) userid = spelled + String(turn).padStart(2, '0')
    userids.add(userid)
    return userid
  }

  function accountOf(vendor: StaffVendor, userid: string, department: number): Person['accounts'][number] {
    if (vendor === 'youmi') return { vendor, id: nextCode(department) }
    if (vendor === 'tanma') return { vendor, id: `4516531${random.digits(8)}` }
    const code = externalCode(userid, department, random)
    return { vendor, id: `57812044664${random.digits(8)}`, login: userid, ...(code && { externalCode: code }) }
  }

  function invent(department: number): Person {
    const [surname, given] = [random.pick(surnames), random.pick(givenNames)]
    const userid = useridOf(surname[1] + given[1])
    const share = shares.find(([of]) => of(department))?.[1] ?? {}
    const vendors = (['youmi', 'waiqin', 'tanma'] as const).filter((vendor) => random.chance(share[vendor] ?? 0))
    const isWithoutCustomers = withoutCustomers.has(department) || random.chance(0.03)
    return {
      member: {
        userid,
        name: surname[0] + given[0],
        // A few work in two departments.
        departments: random.chance(0.04) && department > 200 ? [department, 26] : [department],
        ...(isWithoutCustomers && { isWithoutCustomers }),
      },
      accounts: vendors.map((vendor) => accountOf(vendor, userid, department)),
    }
  }

  return sizes.flatMap(([department, people]) => Array.from({ length: people }, () => invent(department)))
}
