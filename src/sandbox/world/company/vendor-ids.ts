import type { Random } from '../random.ts'
import type { Account, StaffVendor } from '../world.ts'
import { isBelow } from './departments.ts'

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** 友米's 工号: 万州 counts by itself, 涪陵 has numbers that begin with zeros, everybody else shares one sequence. */
function createCodes(): (department: number) => string {
  const turns = { wanzhou: 60, fuling: 1, others: 101 }
  return (department) => {
    if (isBelow(24, department)) return `W-${String(turns.wanzhou++).padStart(4, '0')}`
    return department === 25 ? String(turns.fuling++).padStart(4, '0') : `b${turns.others++}`
  }
}

/** 勤策's field for the tenant: the userid in some case, a number of the branch's own, or empty. */
function externalCode(userid: string, department: number, random: Random): string {
  if (isBelow(24, department)) return `W-${random.digits(4)}`
  if (department === 25) return ''
  return random.pick([userid, userid, userid, capitalised(userid), `SQ${random.digits(4)}`, ''])
}

/** Opens accounts at vendors, each of which numbers people in its own way. */
export function createVendorIds(random: Random) {
  const nextCode = createCodes()
  return (vendor: StaffVendor, userid: string, department: number): Omit<Account, 'name' | 'department'> => {
    if (vendor === 'youmi') return { vendor, id: nextCode(department) }
    if (vendor === 'tanma') return { vendor, id: `4516531${random.digits(8)}` }
    const code = externalCode(userid, department, random)
    return { vendor, id: `57812044664${random.digits(8)}`, login: userid, externalCode: code }
  }
}
