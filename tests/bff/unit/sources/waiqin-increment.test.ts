import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createWaiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import { openSqlite } from '../../../../src/bff/store/engine/sqlite.ts'
import { openStore } from '../../../../src/bff/store/index.ts'
import { clockOf } from '../../../support/clock.ts'
import { runPass } from '../../../support/run-pass.ts'
import { createWaiqinVendor, many, waiqinConfig } from '../../../support/waiqin-vendor.ts'
import { withSql } from '../../../support/with-sql.ts'

const begin = Date.parse('2026-03-25T12:00:00+08:00')
const today = '2026-03-25'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-increment-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const tables = ['field_tasks', 'field_task_staff', 'field_people']
const counting = tables.flatMap((table) =>
  ['insert', 'update', 'delete'].map(
    (change) =>
      `create trigger ${change}_${table} after ${change} on ${table} begin insert into written values ('${table}'); end`,
  ),
)

/** How many rows a pass writes in which two tasks have changed, one of them without a new time, and all are read again. */
async function rowsWritten(companySize: number): Promise<Record<string, number>> {
  const path = join(folder, `${companySize}.db`)
  const store = await openStore(`file:${path}`)
  const { vendor, http } = createWaiqinVendor()
  let now = begin
  const [tasks] = createWaiqin({
    config: waiqinConfig,
    http,
    store,
    clock: clockOf(() => now),
    log: { info: () => undefined, warn: () => undefined },
    wake: async () => undefined,
    longestIntervalMs: 1000,
  }).mirrors
  if (!tasks) throw new Error('a mirror of tasks is expected')
  const receivers = [{ id: 'e1', name: '王芳' }]
  vendor.tasks = many(companySize, today).map((task) => Object.assign(task, { receivers }))
  await runPass(store, tasks, { now })
  await withSql(`file:${path}`, ['create table written (name text)', ...counting])
  const [, , , third, , fifth] = vendor.tasks
  if (third) Object.assign(third, { task_status: '2', modify_time: `${today} 12:00` })
  if (fifth) Object.assign(fifth, { customer_id: 'c2' })
  now += 1000
  await runPass(store, tasks, { now })
  await store.close()
  const { db, reads } = openSqlite(path)
  const { rows } = await sql<{ name: string; rows: number }>`select name, count(*) as rows from written
    group by name order by name`.execute(reads)
  await db.destroy()
  await reads.destroy()
  return Object.fromEntries(rows.map(({ name, rows: count }) => [name, count]))
}

it(
  'writes what has changed and nothing else, however many tasks of the company are read again',
  { timeout: 30_000 },
  async () => {
    const written = { field_tasks: 2, field_task_staff: 2 }
    expect(await rowsWritten(20)).toEqual(written)
    expect(await rowsWritten(1200)).toEqual(written)
  },
)
