import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/bff/store/index.ts'
import { startWaiqin, waiqinCredentials, type WaiqinVendor } from '../../../src/sandbox/vendors/waiqin/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { clockOf } from '../../support/clock.ts'
import { withSql } from '../../support/with-sql.ts'

const child = fileURLToPath(new URL('mirror-kill-child.ts', import.meta.url))
const began = Date.parse('2026-11-20T10:00:00+08:00')
const restMs = 30_000
/** Enough for two pages in each window of the backfill. */
const fieldTasks = 37_000

let folder = ''
let vendor: WaiqinVendor
let starts = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-kill-'))
  const clock = clockOf(() => began)
  vendor = await startWaiqin({ world: createWorld({ now: began }), clock, fieldTasks })
  vendor.setQuirks({ overlap: true })
})
afterAll(async () => {
  await vendor.close()
  await rm(folder, { recursive: true, force: true })
})

const fileOf = (name: string) => join(folder, `${name}.db`)

/** Runs the mirror in a process of its own, and kills it as soon as it has printed `line` this many times. */
function mirror(
  name: string,
  killAt?: { line: string; times: number },
): Promise<{ said: string[]; signal: string | null }> {
  starts += 1
  const now = began + starts * restMs
  const owner = `process-${starts}`
  const job = {
    apiUrl: vendor.url,
    ...waiqinCredentials,
    since: '2020-01-01',
    databaseUrl: `file:${fileOf(name)}`,
    now,
    owner,
  }
  const running = spawn(process.execPath, ['--import', 'tsx', child, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  createInterface({ input: running.stdout }).on('line', (line) => {
    said.push(line)
    if (killAt && said.filter((word) => word === killAt.line).length === killAt.times) running.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    running.once('error', reject)
    running.once('close', (_, signal) => resolve({ said, signal }))
  })
}

const requests = () => vendor.seen.filter(({ operation }) => operation === 'queryTask').length

function rowsOf(name: string): { tasks: unknown[]; staff: unknown[] } {
  const database = new Libsql(fileOf(name))
  const tasks = database.prepare('select * from field_tasks order by task_id').all()
  const staff = database.prepare('select * from field_task_staff order by task_id, staff_id').all()
  database.close()
  return { tasks, staff }
}

async function stateOf(name: string) {
  const store = await openStore(`file:${fileOf(name)}`)
  const state = await store.mirrors.get('waiqin-tasks')
  await store.close()
  return state
}

describe('a backfill that is killed', () => {
  it('goes on where it was, and loses or doubles nothing', { timeout: 240_000 }, async () => {
    expect((await mirror('whole')).said.at(-1)).toBe('ended')
    const whole = requests()

    const kills = [
      { line: 'writing', times: 7 },
      { line: 'kept', times: 9 },
      { line: 'writing', times: 1 },
    ]
    const checkpoints: unknown[] = []
    for (const kill of kills) {
      expect((await mirror('killed', kill)).signal).toBe('SIGKILL')
      // As if the time of the killed one's lease had passed, by the database's own clock.
      await withSql(`file:${fileOf('killed')}`, ['update leases set expires_at = 0'])
      const { checkpoint, completedAt, startedAt } = await stateOf('killed')
      expect(completedAt).toBeNull()
      checkpoints.push({ checkpoint, startedAt })
    }
    expect((await mirror('killed')).said.at(-1)).toBe('ended')

    const [killed, expected] = [rowsOf('killed'), rowsOf('whole')]
    expect(expected.tasks).toHaveLength(vendor.size())
    expect(killed.tasks).toEqual(expected.tasks)
    expect(killed.staff).toEqual(expected.staff)
    expect(new Set(checkpoints.map((each) => JSON.stringify(each))).size).toBeGreaterThan(1)
    expect((await stateOf('killed')).completedAt).toBeGreaterThan(began)
    // A kill costs at most five pages: two in flight, one waiting, one being written, and the last one kept.
    expect(requests() - whole).toBeLessThanOrEqual(whole + 5 * kills.length)
  })
})
