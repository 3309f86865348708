import { sql } from 'kysely'
import type { StaffSourceId } from '#contract/admin-id'
import { useridKey } from '../../userid.ts'
import { chunked, insertMany } from '../engine/bulk.ts'
import { isUnseen } from '../engine/unseen.ts'
import type { MirrorState } from '../mirror-stores.ts'
import type { MemberRow, PeopleStore, VendorPersonRow } from '../people-stores.ts'
import type { Databases } from '../schema.ts'
import { requireLease } from './leases.ts'
import { saveMirror } from './mirrors.ts'
import { readLinkedContacts, readMarks } from './people-marks.ts'
import { readMembers, readVendor } from './read-people.ts'

const replaced = (columns: readonly string[]): string => columns.map((name) => `${name} = excluded.${name}`).join(', ')
const filled = (columns: readonly string[]): string =>
  columns.map((name) => `${name} = coalesce(vendor_people.${name}, excluded.${name})`).join(', ')
const memberColumns = ['key', 'userid', 'name', 'departments', 'has_customer_right', 'seen_at', 'left_at'] as const
const vendorColumns = ['source', 'id', 'name', 'code', 'other_code', 'department', 'state', 'seen_at'] as const

/** Each key at most once: the last row counts. */
const byKey = <Row>(rows: readonly Row[], keyOf: (row: Row) => string): [string, Row][] => [
  ...new Map(rows.map((row) => [keyOf(row), row])),
]

const memberValues = (key: string, row: MemberRow, { startedAt }: MirrorState) => [
  key,
  row.userid,
  row.name,
  JSON.stringify(row.departments),
  row.hasCustomerRight ? 1 : 0,
  startedAt ?? 0,
  null,
]

const vendorValues = (source: StaffSourceId, row: VendorPersonRow, { startedAt }: MirrorState) => [
  source,
  row.id,
  row.name,
  row.code,
  row.otherCode,
  row.department,
  row.state,
  startedAt ?? 0,
]

/** Members of the company, and people of the vendors. */
export function createPeopleStore({ db, reads, dialect }: Databases): PeopleStore {
  const writeVendor =
    (changes: string): PeopleStore['putVendor'] =>
    (source, rows, state) =>
      db.transaction().execute(async (trx) => {
        const values = byKey(rows, ({ id }) => id).map(([, row]) => vendorValues(source, row, state))
        const onConflict = `(source, id) do update set ${changes}`
        await insertMany(trx, dialect, { table: 'vendor_people', columns: vendorColumns, rows: values, onConflict })
        await saveMirror(trx, state)
      })

  return {
    putMembers: (rows, state) =>
      db.transaction().execute(async (trx) => {
        const values = byKey(rows, ({ userid }) => useridKey(userid)).map(([key, row]) => memberValues(key, row, state))
        const onConflict = `(key) do update set ${replaced(memberColumns.slice(1))}`
        await insertMany(trx, dialect, { table: 'wecom_people', columns: memberColumns, rows: values, onConflict })
        await saveMirror(trx, state)
      }),

    leave: (unseen, at, holder) =>
      db.transaction().execute(async (trx) => {
        const result = await trx
          .updateTable('wecom_people')
          .set({ left_at: at, has_customer_right: 0, departments: '[]' })
          .where('left_at', 'is', null)
          .where(isUnseen(sql`seen_at`, unseen))
          .executeTakeFirst()
        await requireLease(trx, holder)
        return Number(result.numUpdatedRows)
      }),

    nameVendor: writeVendor(`${filled(['name', 'code', 'other_code', 'department'])}, ${replaced(['seen_at'])}`),
    putVendor: writeVendor(replaced(vendorColumns.slice(2))),

    sweepVendor: (source, unseen, holder) =>
      db.transaction().execute(async (trx) => {
        const result = await trx
          .deleteFrom('vendor_people')
          .where('source', '=', source)
          .where(isUnseen(sql`seen_at`, unseen))
          .executeTakeFirst()
        await requireLease(trx, holder)
        return Number(result.numDeletedRows)
      }),

    members: () => readMembers({ reads, dialect }),
    vendor: () => readVendor({ reads, dialect }),

    async departures() {
      const rows = await reads.selectFrom('departures').select(['userid', 'returned_at']).execute()
      return new Map(rows.map(({ userid, returned_at }) => [userid, returned_at === null]))
    },

    marks: () => readMarks(reads),

    async openTasks(staffIds) {
      const found = new Map<string, number>()
      for (const some of chunked(staffIds)) {
        const rows = await reads
          .selectFrom('field_task_staff')
          .select(['staff_id', sql<number>`count(*)`.as('tasks')])
          .where('staff_id', 'in', some)
          .where('status', '=', 'open')
          .groupBy('staff_id')
          .execute()
        for (const row of rows) found.set(row.staff_id, Number(row.tasks))
      }
      return found
    },

    linkedContacts: () => readLinkedContacts(reads),

    async sweep(before) {
      await db.deleteFrom('wecom_people').where('left_at', '<', before).execute()
      await db.deleteFrom('vendor_people').where('seen_at', '<', before).execute()
    },
  }
}
