import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { openStore } from '../../src/bff/store/index.ts'
import { migrate } from '../../src/bff/store/migrations/index.ts'
import { openPostgresForMigrations } from '../../src/bff/store/engine/postgres.ts'
import { openSqlite } from '../../src/bff/store/engine/sqlite.ts'
import type { Databases } from '../../src/bff/store/schema.ts'
import { startPostgres } from '../support/postgres.ts'

const versions = [
  '008_field_task_age',
  '009_departures',
  '010_links',
  '011_field_task_windows',
  '012_clocks',
  '013_left_out',
  '014_privacy',
  '015_field_task_times',
  '016_signing_keys',
  '017_qikeliao',
  '018_people',
  '019_mappings',
]

/** Each task has a receiver of four thousand, and the manager who made it. */
const rowsOf = (tasks: number) => ({
  tasks: `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${tasks})
    insert into field_tasks
      (task_id, customer_id, modified_at, is_deleted, status, due_at, staff_ids, body, created_at)
    select '66' || (10000000 + n), '73' || (n / 50), 1700000000000 + n, 0,
      case when n % 10 < 4 then 'open' else 'done' end, 1790000000000 + (n % 9) * 86400000,
      '["59' || (n % 4000) || '","manager"]', '{"title":"巡店","createdAt":"2026-03-01T10:00:00+08:00"}', 1700000000000 + n
    from numbers`,
  staff: `insert into field_task_staff (staff_id, status, task_id)
    select '59' || ((cast(substr(task_id, 3) as integer) - 10000000) % 4000), status, task_id from field_tasks
    union all select 'manager', status, task_id from field_tasks`,
})

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return Math.round(performance.now() - began)
}

export interface MigrationTime {
  database: 'sqlite' | 'postgres'
  tasks: number
  step: string
  ms: number
}

async function measure(databases: Databases, databaseUrl: string, tasks: number): Promise<MigrationTime[]> {
  const { db, reads, dialect } = databases
  const [before = '', ...later] = versions
  await migrate(db, dialect, before)
  for (const statement of Object.values(rowsOf(tasks))) await sql.raw(statement).execute(db)
  if (dialect === 'postgres') await sql.raw('vacuum analyze').execute(db)
  const taken: MigrationTime[] = []
  const note = (step: string, ms: number) => taken.push({ database: dialect, tasks, step, ms })
  for (const version of later) note(version, await timed(() => migrate(db, dialect, version)))
  await db.destroy()
  if (reads !== db) await reads.destroy()
  const store = await openStore(databaseUrl)
  let longest = 0
  const whole = await timed(async () => {
    for (;;) {
      const began = performance.now()
      const isMore = await store.fieldTasks.fillTimes()
      longest = Math.max(longest, Math.round(performance.now() - began))
      if (!isMore) return
    }
  })
  note('the times of older rows, in turns after the start', whole)
  note('the longest of these turns', longest)
  await store.close()
  return taken
}

/** How long each migration takes in a company with so many tasks, on both databases. */
export async function measureMigrations(tasks: number): Promise<MigrationTime[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sidedesk-migrations-'))
  const path = join(folder, 'large.db')
  const sqlite = await measure(openSqlite(path), `file:${path}`, tasks)
  rmSync(folder, { recursive: true, force: true })
  const postgres = await startPostgres()
  const url = await postgres.database()
  const server = await measure(openPostgresForMigrations(url), url, tasks)
  await postgres.stop()
  return [...sqlite, ...server]
}
