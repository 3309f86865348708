import { cast } from '../../world/cast.ts'
import type { Account, World } from '../../world/world.ts'
import { bulkPeople } from './bulk.ts'
import type { Employee } from './entities.ts'
import { office } from './people.ts'

/** Unlike WeCom, 勤策 tells phones. They are of the unassigned block 1390001. */
const mobileOf = (at: number) => `1390001${String(at).padStart(4, '0')}`

const orgOf = (name: string) => {
  const sum = [...name].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 99_991, 7)
  return {
    emp_org_name: name,
    emp_org_code: `ORG${sum}`,
    waiqin365_org_id: `620000000000${String(sum).padStart(7, '0')}`,
  }
}

type Known = Pick<Account, 'id' | 'name' | 'department' | 'externalCode' | 'login' | 'isClosed'>

function employeeOf({ id, name, department, externalCode = '', login = '', isClosed }: Known, at: number): Employee {
  return {
    id,
    emp_id: externalCode,
    emp_code: login || `login${at}`,
    emp_name: name,
    emp_mobile: mobileOf(at),
    emp_tel: '',
    emp_email: '',
    emp_qq: '',
    emp_weixin: '',
    emp_org_id: '',
    ...orgOf(department),
    waiqin365_parent_id: '',
    emp_position: '业务员',
    emp_job: '',
    emp_status: isClosed ? (at % 2 === 0 ? '0' : '2') : '1',
    exts: [],
  }
}

/** Everybody who has an account: our people, those who left, the office, and those of whom only bulk tasks tell. */
export function seedEmployees({ staff, company }: World): Employee[] {
  const ours = staff.map(({ userid, name, waiqinId }) => ({
    id: waiqinId ?? '',
    name,
    department: '渝南销售部',
    login: userid,
    // The cast's salesperson has none, in tasks either.
    ...(userid !== cast.salesperson && { externalCode: userid }),
  }))
  const others = [...office, ...bulkPeople].map(({ id, name, source_code }) => ({
    id,
    name,
    department: '总部',
    externalCode: source_code ?? '',
  }))
  const accounts = company.accounts.filter(({ vendor }) => vendor === 'waiqin')
  return [...ours.filter(({ id }) => id !== ''), ...accounts, ...others].map(employeeOf)
}
