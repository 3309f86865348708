import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import Libsql from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../../src/bff/store/engine/postgres.ts'
import { openStore } from '../../src/bff/store/index.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startPostgres } from '../support/postgres.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { startWork, type WorkBench } from '../support/start-work.ts'
import { until } from '../support/bff-process.ts'
import { systemClock } from '../../src/bff/clock.ts'

const timeout = 120_000
const unavailable = [503, 'store_unavailable']

/** Starts the BFF on this database, with mirrors that run often. */
async function startOn(databaseUrl: string) {
  const environment = { DATABASE_URL: databaseUrl, MIRROR_INTERVAL_MS: '200', MIRROR_LEASE_MS: '1000' }
  const bench = await startWork({ clock: systemClock, environment })
  const cookie = await bench.bff.signIn(cast.salesperson)
  bench.bff.sources.start()
  return { bench, cookie }
}

function linking({ bff }: WorkBench, cookie: string) {
  const url = `/api/contacts/${cast.managed}`
  return {
    async put(sourceId: string): Promise<[number, string?]> {
      const headers = { cookie, origin: publicOrigin }
      const answer = await bff.app.inject({ method: 'PUT', url: `${url}/links/waiqin/${sourceId}`, headers })
      return answer.statusCode < 400 ? [answer.statusCode] : [answer.statusCode, answer.json<{ code: string }>().code]
    },
    async candidates(): Promise<string[]> {
      const answer = await bff.get(`${url}/link-candidates?source=waiqin`, cookie)
      return answer.json<{ candidates: { sourceId: string }[] }>().candidates.map(({ sourceId }) => sourceId)
    },
    async kept(): Promise<string[]> {
      const answer = await bff.get(url, cookie)
      return answer.json<{ links: { sourceId: string }[] }>().links.map(({ sourceId }) => sourceId)
    },
  }
}

const failing = async ({ bff }: WorkBench) =>
  (await bff.sources.progress()).filter(({ lastError }) => lastError === 'store_unavailable').map(({ name }) => name)

/** Tries to take the lock, which a mirror may hold for a moment. True if it succeeded. */
function isLocked(database: Libsql.Database): boolean {
  try {
    database.exec('begin exclusive')
    return true
  } catch {
    return false
  }
}

/** Mounts a disk of this size; null if this machine does not permit it. */
function mountDisk(folder: string, size: string): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' })
    return () => void execFileSync('umount', ['-l', folder])
  } catch {
    return null
  }
}

/** Fills all the space that is left. Returns a function that frees it. */
function fillDisk(folder: string): () => void {
  const path = join(folder, 'filler')
  const file = openSync(path, 'w')
  try {
    for (;;) writeSync(file, Buffer.alloc(4096))
  } catch {
    closeSync(file)
  }
  return () => rmSync(path)
}

describe('SQLite', () => {
  let folder: string
  let unmount: (() => void) | null
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidedesk-outage-'))
    unmount = mountDisk(folder, '24m')
  })
  afterAll(async () => {
    unmount?.()
    await rm(folder, { recursive: true, force: true })
  })

  it(
    'locked by another process: reads go on, changes are refused in time, and go through once it is free',
    { timeout },
    async () => {
      const { bench, cookie } = await startOn(`file:${join(folder, 'locked.db')}`)
      const { put, candidates, kept } = linking(bench, cookie)
      const [first = ''] = await candidates()
      const other = new Libsql(join(folder, 'locked.db'))
      await until('it has the lock', () => isLocked(other))
      expect(await put(first)).toEqual(unavailable)
      expect(await kept()).toEqual([])
      await until('the mirrors say so', async () => (await failing(bench)).length > 0)
      other.exec('rollback')
      other.close()
      expect(await put(first)).toEqual([204])
      await until('the mirrors go on', async () => (await failing(bench)).length === 0)
      expect(await kept()).toEqual([first])
      await bench.close()
    },
  )

  it('full: says so, loses nothing that it took, and goes on when there is space', { timeout }, async (context) => {
    if (!unmount) return context.skip('nobody may mount a disk here')
    const { bench, cookie } = await startOn(`file:${join(folder, 'full.db')}`)
    const { put, candidates, kept } = linking(bench, cookie)
    const [first = ''] = await candidates()
    const makeSpace = fillDisk(folder)
    const { placements, fieldTasks } = bench.bff.store
    // SQLite's log still has some room at first.
    const taken: string[] = []
    const isTaken = (pushId: string) =>
      placements.put(cast.salesperson, pushId, 'p0', 1).then(
        () => taken.push(pushId),
        () => 0,
      )
    for (let turn = 0; (await isTaken(`${turn} ${'long'.repeat(500)}`)) > 0; turn += 1);
    const { waiqin } = bench.simulators.vendors
    waiqin.addFieldTask({ customerId: cast.seedCustomer, content: '满'.repeat(4000), receiver: cast.salesperson })
    expect(await put(first)).toEqual(unavailable)
    await until('the mirrors say so', async () => (await failing(bench)).includes('waiqin-tasks'))
    expect(await kept()).toEqual([])
    const missing = await fieldTasks.size()
    makeSpace()
    await until('the mirrors go on', async () => (await failing(bench)).length === 0)
    expect(await put(first)).toEqual([204])
    expect((await placements.of(cast.salesperson, taken)).size).toBe(taken.length)
    await until('the new task is there', async () => (await fieldTasks.size()) === missing + 1)
    await bench.close()
  })
})

describe('PostgreSQL', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  it('gone and back: 503 meanwhile, then everything as before, in the same process', { timeout }, async () => {
    const { bench, cookie } = await startOn(await server.database())
    const { put, candidates, kept } = linking(bench, cookie)
    const [first = '', second = ''] = await candidates()
    expect(await put(first)).toEqual([204])
    await server.down()
    expect(await put(second)).toEqual(unavailable)
    expect((await bench.bff.get('/readyz')).statusCode).toBe(503)
    await server.up()
    await until('links can be made', async () => (await put(second))[0] === 204)
    await until('the mirrors go on', async () => (await failing(bench)).length === 0)
    expect((await kept()).sort()).toEqual([first, second].sort())
    expect(bench.bff.logged.join('')).not.toContain('secret-of-the-tests')
    await bench.close()
  })

  it('ending a connection in the middle of a transaction fails that one alone', { timeout }, async () => {
    const { db } = openPostgres(await server.database())
    const cut = db.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db)
      await until('it is gone', async () => {
        const left = await sql`select 1 from pg_stat_activity where pid = ${rows[0]?.pid}`.execute(db)
        return left.rows.length === 0
      })
      await sql`select 1`.execute(transaction)
    })
    await expect(cut).rejects.toThrow()
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
    await db.destroy()
  })

  it('an instance that stands still in the middle of a page lets the others go on', { timeout }, async () => {
    const url = await server.database()
    const store = await openStore(url)
    const frozen = openPostgres(url, { statementMs: 0, lockMs: 0, idleMs: 500 })
    expect(await store.leases.acquire('mirror', 'frozen', 1)).toBe(true)
    const page = frozen.db.transaction().execute(async (trx) => {
      await sql`select 1 from leases where name = 'mirror' for update`.execute(trx)
      // It is stopped here, as by SIGSTOP, while the other waits for its lock.
      const taken = await store.leases.acquire('mirror', 'other', 30_000)
      expect(taken).toBe(true)
      await sql`select 1`.execute(trx)
    })
    await expect(page).rejects.toThrow(/terminat|connection/i)
    await frozen.db.destroy()
    await store.close()
  })
})
