import { sql } from 'kysely'
import { z } from 'zod'
import { StaffSourceId } from '#contract/admin-id'
import { readIds } from '../engine/json.ts'
import { readInTurns } from '../engine/read-in-turns.ts'
import type { KeptMember, KeptVendorPerson } from '../people-stores.ts'
import type { Databases } from '../schema.ts'

type Reads = Pick<Databases, 'reads' | 'dialect'>

const text = z.string().nullable()

const Member = z.object({
  key: z.string(),
  userid: z.string(),
  name: z.string(),
  departments: z.string(),
  hasCustomerRight: z.number(),
  leftAt: z.number().nullable(),
})

const VendorPerson = z.object({
  source: StaffSourceId,
  id: z.string(),
  name: text,
  code: text,
  otherCode: text,
  department: text,
  state: z.enum(['active', 'disabled', 'unknown']).catch('unknown'),
})

/** Thousands of people are in a few hundred departments. */
function createReadDepartments(): (text: string) => string[] {
  const known = new Map<string, string[]>()
  return (departments) => {
    const ids = known.get(departments) ?? readIds(departments)
    known.set(departments, ids)
    return ids
  }
}

export async function readMembers({ reads: db, dialect }: Reads): Promise<KeptMember[]> {
  const departmentsOf = createReadDepartments()
  const rows = await readInTurns(
    { db, dialect },
    {
      chosen: sql`from wecom_people where 1 = 1`,
      columns: {
        key: 'key',
        userid: 'userid',
        name: 'name',
        departments: 'departments',
        hasCustomerRight: 'has_customer_right',
        leftAt: 'left_at',
      },
      key: ['key'],
      Row: Member,
    },
  )
  return rows.map(({ userid, name, departments, hasCustomerRight, leftAt }) => ({
    userid,
    name,
    departments: departmentsOf(departments),
    hasCustomerRight: hasCustomerRight === 1,
    leftAt,
  }))
}

export const readVendor = ({ reads: db, dialect }: Reads): Promise<KeptVendorPerson[]> =>
  readInTurns(
    { db, dialect },
    {
      chosen: sql`from vendor_people where 1 = 1`,
      columns: {
        source: 'source',
        id: 'id',
        name: 'name',
        code: 'code',
        otherCode: 'other_code',
        department: 'department',
        state: 'state',
      },
      key: ['source', 'id'],
      Row: VendorPerson,
    },
  )
