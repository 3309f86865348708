import { setImmediate as turnOver } from 'node:timers/promises'
import { sql } from 'kysely'
import { chunked, insertMany } from '../engine/bulk.ts'
import { givenPairs } from '../engine/given-pairs.ts'
import { readIds, readJson } from '../engine/json.ts'
import { requireLease } from './leases.ts'
import { saveMirror } from './mirrors.ts'
import { changePairs } from '../engine/pairs.ts'
import { isUnseen } from '../engine/unseen.ts'
import type { Databases, Database, Dialect, Tables, Writing } from '../schema.ts'
import type { FieldCustomerRow, FieldCustomerStore, StaffCustomer } from '../mirror-stores.ts'

const columns = ['customer_id', 'name', 'manager_ids', 'phones', 'body', 'seen_at'] as const
const replaced = columns.slice(1).map((column) => `${column} = excluded.${column}`)

const toRow = (row: Tables['field_customers']): FieldCustomerRow => ({
  customerId: row.customer_id,
  name: row.name,
  managerIds: readIds(row.manager_ids),
  phones: readIds(row.phones),
  body: readJson(row.body),
})

async function byIds(db: Database, ids: readonly string[]): Promise<FieldCustomerRow[]> {
  const found: FieldCustomerRow[] = []
  for (const some of chunked(ids)) {
    const rows = await db.selectFrom('field_customers').selectAll().where('customer_id', 'in', some).execute()
    found.push(...rows.map(toRow))
  }
  return found
}

/** The last row of each id; sorted, so that two writers lock rows in the same order. */
function lastById(rows: readonly FieldCustomerRow[]): FieldCustomerRow[] {
  const last = new Map(rows.map((row) => [row.customerId, row]))
  return [...last.values()].sort((a, b) => (a.customerId < b.customerId ? -1 : 1))
}

async function changeKeys(trx: Writing, { dialect }: Databases, rows: readonly FieldCustomerRow[]): Promise<void> {
  const ids = rows.map((row) => row.customerId)
  const kept = await byIds(trx, ids)
  const keysOf = (of: readonly FieldCustomerRow[], key: 'managerIds' | 'phones') =>
    new Map(of.map((row) => [row.customerId, row[key].map((value) => [value])]))
  for (const [table, key] of [
    ['field_customer_managers', 'managerIds'],
    ['field_customer_phones', 'phones'],
  ] as const) {
    await changePairs(trx, dialect, { table, before: keysOf(kept, key), after: keysOf(rows, key) })
  }
}

export const managedQuery = (db: Database, dialect: Dialect, pairs: readonly StaffCustomer[]) =>
  db
    .selectFrom(givenPairs(dialect, pairs).as('pair'))
    .select(['pair.staffId', 'pair.customerId'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('field_customer_managers as manager')
          .select('manager.staff_id')
          .whereRef('manager.staff_id', '=', 'pair.staffId')
          .whereRef('manager.customer_id', '=', 'pair.customerId'),
      ),
    )

/** The mirrored customers of 勤策, for linking. */
export function createFieldCustomerStore(databases: Databases): FieldCustomerStore {
  const { db, reads, dialect } = databases
  return {
    put: (all, state) =>
      db.transaction().execute(async (trx) => {
        const rows = lastById(all)
        await changeKeys(trx, databases, rows)
        const seenAt = state.startedAt ?? 0
        await insertMany(trx, dialect, {
          table: 'field_customers',
          columns,
          rows: rows.map((row) => [
            row.customerId,
            row.name,
            JSON.stringify(row.managerIds),
            JSON.stringify(row.phones),
            JSON.stringify(row.body),
            seenAt,
          ]),
          onConflict: `(customer_id) do update set ${replaced.join(', ')}`,
        })
        await saveMirror(trx, state)
      }),

    sweep: (unseen, holder) =>
      db.transaction().execute(async (trx) => {
        const isGone = isUnseen(sql`seen_at`, unseen)
        const gone = trx.selectFrom('field_customers').select('customer_id').where(isGone)
        await trx.deleteFrom('field_customer_managers').where('customer_id', 'in', gone).execute()
        await trx.deleteFrom('field_customer_phones').where('customer_id', 'in', gone).execute()
        const result = await trx.deleteFrom('field_customers').where(isGone).executeTakeFirst()
        await requireLease(trx, holder)
        return Number(result.numDeletedRows)
      }),

    byIds: (ids) => byIds(reads, ids),

    async managedBy(staffId) {
      const rows = await reads
        .selectFrom('field_customer_managers as manager')
        .innerJoin('field_customers as customer', 'customer.customer_id', 'manager.customer_id')
        .selectAll('customer')
        .where('manager.staff_id', '=', staffId)
        .execute()
      return rows.map(toRow)
    },

    async managedAmong(staffId, customerIds) {
      if (customerIds.length === 0) return []
      const rows = await reads
        .selectFrom('field_customer_managers')
        .select('customer_id')
        .where('staff_id', '=', staffId)
        .where('customer_id', 'in', customerIds)
        .execute()
      return rows.map((row) => row.customer_id)
    },

    async managedPairs(pairs) {
      const found: StaffCustomer[] = []
      for (const some of chunked(pairs)) {
        found.push(...(await managedQuery(reads, dialect, some).execute()))
        await turnOver()
      }
      return found
    },

    async byPhones(phones) {
      if (phones.length === 0) return []
      const rows = await reads
        .selectFrom('field_customer_phones as phone')
        .innerJoin('field_customers as customer', 'customer.customer_id', 'phone.customer_id')
        .selectAll('customer')
        .distinct()
        .where('phone.phone', 'in', phones)
        .execute()
      return rows.map(toRow)
    },
  }
}
