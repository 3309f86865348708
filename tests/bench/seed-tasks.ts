import { sql } from 'kysely'
import { blank } from '../../src/bff/store/tables/mirrors.ts'
import { openStore } from '../../src/bff/store/index.ts'
import { openPostgres } from '../../src/bff/store/engine/postgres.ts'
import type { Database } from '../../src/bff/store/schema.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'
import { toTaskRow } from '../../src/bff/sources/waiqin/map.ts'
import { WireTask } from '../../src/bff/sources/waiqin/wire.ts'

const pageSize = 1000
const tasksPerCustomer = 50

export interface Seeded {
  customerIds: readonly string[]
  /** Has as many tasks as the busiest salesperson. */
  staffId: string
}

const maker = { id: '5900000000000009999', name: '主管' }

const ownOf = ({ customerIds }: Seeded) => customerIds.length * tasksPerCustomer
const idOf = (index: number) => `66${String(index).padStart(17, '0')}`

/**
 * The first rows belong to these customers and this salesperson, so that their number does not grow with the company.
 */
function taskOf(index: number, seeded: Seeded) {
  const { customerIds, staffId } = seeded
  const own = ownOf(seeded)
  const company = `73${String(Math.floor((index - own) / tasksPerCustomer)).padStart(17, '0')}`
  const customerId = index < own ? (customerIds[index % customerIds.length] ?? company) : company
  const person = { id: index < own ? staffId : `59${String(index % 4000).padStart(17, '0')}`, name: '外勤' }
  return toTaskRow(
    WireTask.parse({
      task_id: idOf(index),
      status: 1,
      task_status: index % 10 < 4 ? '0' : '2',
      create_time: `2026-0${1 + (index % 9)}-12 10:33`,
      modify_time: `2026-0${1 + (index % 9)}-14 15:02`,
      feedback_deadline: `2027-0${1 + (index % 9)}-20 18:00`,
      execute_demand: '1',
      task_type_id: '10001',
      task_content: `巡店 第${index}次\n检查陈列、价签和库存，拍照上传；缺货登记后联系仓库补货。`,
      customer_id: customerId,
      receivers: [person],
      creator: maker,
      feedback_detail: [{ feedback_content: '已到店', feedback_visit_id: '1', feedback_time: '2026-10-01 11:21' }],
    }),
  )
}

/** Few enough for the store's own `put`; the rest are copies. */
const originals = 10_000

const seeding = { ...blank('seed'), heldBy: 'the-bench' }

async function putOriginals(databaseUrl: string, seeded: Seeded): Promise<void> {
  const store = await openStore(databaseUrl)
  await store.leases.acquire(seeding.name, seeding.heldBy, 600_000)
  for (let start = 0; start < originals; start += pageSize) {
    const rows = Array.from({ length: pageSize }, (_, offset) => taskOf(start + offset, seeded))
    await store.fieldTasks.put(rows, seeding)
  }
  await store.close()
}

/**
 * Copies the other rows with new ids until there are at least `size`. Returns how many there are then. The copies'
 * bodies and creators are never read, so they are left out.
 */
async function copyUpTo(db: Database, seeded: Seeded, size: number): Promise<number> {
  const isOthers = sql`task_id >= ${idOf(ownOf(seeded))} and task_id < '67'`
  const counted = await sql<{ kept: number; others: number }>`
    select count(*) as kept, sum(case when ${isOthers} then 1 else 0 end) as others from field_tasks`.execute(db)
  const { kept = 0, others = 1 } = counted.rows[0] ?? {}
  const copies = Math.ceil((size - kept) / others)
  if (copies <= 0) return kept
  const numbers = sql`with recursive numbers(number) as
    (select 1 union all select number + 1 from numbers where number < ${copies})`
  // Each copy comes after the one before it in every index.
  const copy = sql.raw(`'9' || (${size} + number)`)
  const rest = sql`modified_at, is_deleted, status, due_at, staff_ids, created_at`
  await sql`${numbers} insert into field_tasks (task_id, customer_id, body, ${rest})
    select ${copy} || task_id, ${copy} || customer_id, '{}', ${rest}
    from numbers cross join field_tasks where ${isOthers}`.execute(db)
  await sql`${numbers} insert into field_task_staff (staff_id, status, task_id)
    select ${copy} || staff_id, status, ${copy} || task_id
    from numbers cross join field_task_staff where ${isOthers} and staff_id <> ${maker.id}`.execute(db)
  return kept + copies * others
}

/** Fills the database of a running BFF. */
export async function openSeeds(databaseUrl: string, seeded: Seeded) {
  await putOriginals(databaseUrl, seeded)
  const isFile = databaseUrl.startsWith('file:')
  const { db, reads } = isFile ? openSqlite(databaseUrl.slice('file:'.length)) : openPostgres(databaseUrl)
  // This makes only writing faster, and only reading is measured.
  for (const table of isFile ? [] : ['field_tasks', 'field_task_staff'])
    await sql.raw(`alter table ${table} set unlogged`).execute(db)
  return {
    async growTo(size: number): Promise<number> {
      const fieldTasks = await copyUpTo(db, seeded, size)
      // The server does both by itself within a minute.
      for (const statement of isFile ? [] : ['vacuum analyze', 'checkpoint']) await sql.raw(statement).execute(db)
      return fieldTasks
    },
    async close() {
      await db.destroy()
      if (reads !== db) await reads.destroy()
    },
  }
}
