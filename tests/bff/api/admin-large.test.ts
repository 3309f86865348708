import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ContactLinks } from '../../../src/contract/admin-contact-link.ts'
import { BatchList, Preview } from '../../../src/contract/admin-mapping.ts'
import { VendorPeopleList, type PeopleList } from '../../../src/contract/admin-people.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { clockOf } from '../../support/clock.ts'
import { cpuMs, slowness } from '../../support/machine-speed.ts'
import { startPostgres } from '../../support/postgres.ts'
import { seedLargeCompany } from '../../support/seed-large-company.ts'
import { member, seedMembers, seedTasks, seedVendor, staffLink, vendorPerson } from '../../support/seed-people.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { withSql } from '../../support/with-sql.ts'

const size = 10_000
const vendors = ['youmi', 'waiqin', 'tanma'] as const
/** Of CPU time: what neighbours on this machine take is not our own doing. */
const barMs = 300
/** Where everybody is read from the database: two thirds of it is the reading of 55,000 rows, the rest who is who. */
const anewBarMs = 450
/** Of files, which hold the whole company: no view waits for them. */
const fileBarMs = 900
const tries = 4

const now = Date.parse('2026-11-20T10:00:00+08:00')
const numbers = Array.from({ length: size }, (_, index) => index)
const nameOf = (index: number) => `员工${index % 9_000}`

const sizes = {
  people: size,
  links: 40_000,
  contacts: 15_000,
  makers: 5_000,
  batches: 300,
  batchRows: 100,
  largestBatch: 20_000,
}

/** Half are linked, the others are found by name or not at all; a tenth share their name. */
async function fill({ bff: { store } }: WorkBench, databaseUrl: string): Promise<void> {
  const departments = (index: number) => [`第 ${index % 200} 部`]
  await seedMembers(
    store,
    numbers.map((index) => member(`person${index}`, nameOf(index), { departments: departments(index) })),
    now,
  )
  for (const source of vendors) {
    const rows = numbers.map((index) => vendorPerson(`${index}0`, nameOf(index + 3), { department: '总部' }))
    await seedVendor(store, source, rows, now)
  }
  for (const index of numbers.slice(0, 40)) await seedTasks(store, `${index}0`, index, now)
  await seedLargeCompany(databaseUrl, sizes, now)
}

function testLarge(name: string, database: () => Promise<string>): void {
  describe(`10,000 people on ${name}`, { timeout: 240_000 }, () => {
    let bench: WorkBench
    let cookie = ''
    let odd = -1
    let databaseUrl = ''

    beforeAll(async () => {
      databaseUrl = await database()
      const environment = { ADMIN_USERIDS: cast.salesperson, DATABASE_URL: databaseUrl }
      bench = await startWork({ clock: clockOf(() => now), environment })
      await fill(bench, databaseUrl)
      cookie = await bench.bff.signIn(cast.salesperson)
    }, 240_000)
    afterAll(() => bench.close())

    async function timed(url: string, payload?: object): Promise<{ ms: number; body: unknown }> {
      const began = cpuMs()
      const asked = payload ? { method: 'POST' as const, payload } : {}
      const response = await bench.bff.app.inject({ url, headers: { cookie }, ...asked })
      const ms = cpuMs() - began
      expect(response.statusCode).toBe(200)
      return { ms, body: url.includes('.file') ? response.body : (response.json() as unknown) }
    }

    /** Another process may take the processor from us at any time: the quietest of a few tries counts. */
    async function quickest(url: string, { most = barMs, payload }: { most?: number; payload?: object } = {}) {
      const first = await timed(url, payload)
      let ms = first.ms / slowness()
      for (let more = tries - 1; more > 0 && ms >= most; more -= 1)
        ms = Math.min(ms, (await timed(url, payload)).ms / slowness())
      return { ms, body: first.body }
    }

    const urls = [
      '/api/admin/people?limit=200',
      '/api/admin/people?source=waiqin&state=missing',
      '/api/admin/people?q=9999',
      '/api/admin/vendor-people?limit=200',
      '/api/admin/status',
    ]

    it('are shown within 300 ms, whichever part of them', { retry: 2 }, async () => {
      for (const url of urls) await timed(url)
      for (const url of urls) expect((await quickest(url)).ms).toBeLessThan(barMs)
    })

    it('are shown within 300 ms just after somebody was linked', { retry: tries }, async () => {
      odd += 2
      await bench.bff.store.links.importRows([staffLink(`person${odd}`, 'waiqin', `${odd}0`)], cast.salesperson, now)
      const { ms, body } = await timed(`/api/admin/people?q=person${odd}`)
      expect(ms / slowness()).toBeLessThan(barMs)
      const linked = (body as PeopleList).items.find(({ userid }) => userid === `person${odd}`)
      expect(linked?.cells.find(({ source }) => source === 'waiqin')).toMatchObject({ state: 'linked', how: 'hand' })
    })

    it('are shown within 450 ms the first time after the daily reading', { retry: tries }, async () => {
      const tables = ['wecom_people', 'vendor_people']
      await withSql(
        databaseUrl,
        tables.map((table) => `update ${table} set seen_at = seen_at + 1`),
      )
      const { ms } = await timed('/api/admin/people?limit=200')
      expect(ms / slowness()).toBeLessThan(anewBarMs)
    })

    it('have 40,000 links of customers, shown within 300 ms whichever are asked for', { retry: 2 }, async () => {
      const queries = [
        '',
        '&state=import',
        '&state=made',
        '&state=doubtful',
        '&q=k123',
        '&source=waiqin&state=doubtful',
      ]
      await timed('/api/admin/contact-links')
      for (const query of queries) {
        const { ms, body } = await quickest(`/api/admin/contact-links?limit=200${query}`)
        expect(ms).toBeLessThan(barMs)
        const { items, counts } = ContactLinks.parse(body)
        expect(items).toHaveLength(query === '&q=k123' ? 111 : 200)
        expect(counts).toMatchObject({ import: expect.any(Number), made: 30_000 })
      }
    })

    it('have hundreds of batches, one of 20,000 rows, shown within 300 ms', { retry: 2 }, async () => {
      const { ms, body } = await quickest('/api/admin/batches?limit=200')
      expect(ms).toBeLessThan(barMs)
      expect(BatchList.parse(body).items[0]).toMatchObject({ counts: { added: 20_000 }, undoable: 10_000 })
    })

    const preview = '/api/admin/mappings/preview'

    it('are seen before a thousand suggestions are accepted within 300 ms', { retry: 2 }, async () => {
      const free = numbers.filter((index) => index % 2 === 1).slice(100, 1_100)
      const accept = free.map((index) => ({ userid: `person${index}`, source: 'youmi', sourceId: `${index}0` }))
      const { ms, body } = await quickest(preview, { payload: { accept } })
      expect(Preview.parse(body).counts.added).toBe(1_000)
      expect(ms).toBeLessThan(barMs)
    })

    it('are a file of 10,000 lines, which is seen and saved within 900 ms', { retry: 2 }, async () => {
      const lines = numbers.map((index) => `staff,person${index},tanma,n${index},`)
      const csv = ['subject,wecom_id,source,source_id,note', ...lines].join('\n')
      const { ms, body } = await quickest(preview, { most: fileBarMs, payload: { csv, whole: true } })
      expect(Preview.parse(body).counts).toMatchObject({ added: 5_000, changed: 5_000 })
      expect(ms).toBeLessThan(fileBarMs)
      for (const name of ['people', 'contact-links'])
        for (const format of ['csv', 'xlsx']) {
          const file = await quickest(`/api/admin/${name}.file?format=${format}`, { most: fileBarMs })
          expect(file.ms).toBeLessThan(fileBarMs)
        }
    })

    it('are all on some page, each once', async () => {
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await timed(`/api/admin/people?limit=200${cursor && `&cursor=${cursor}`}`)
        const { items, next } = body as PeopleList
        seen.push(...items.map(({ userid }) => userid))
        cursor = next
      }
      expect(new Set(seen).size).toBe(size)
      expect(seen).toHaveLength(size)
    })

    it('have all of the vendors’ others on some page, by open tasks', async () => {
      const seen: { sourceId: string; openTasks: number | null }[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await timed(`/api/admin/vendor-people?source=waiqin&limit=200${cursor && `&cursor=${cursor}`}`)
        const { items, next } = VendorPeopleList.parse(body)
        seen.push(...items)
        cursor = next
      }
      expect(new Set(seen.map(({ sourceId }) => sourceId)).size).toBe(seen.length)
      expect(seen.slice(0, 3).map(({ openTasks }) => openTasks)).toEqual([39, 37, 35])
    })
  })
}

describe('in a file', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidedesk-large-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  testLarge('SQLite', async () => `file:${join(folder, 'large.db')}`)
})

describe('on a real server', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>> | null = null
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  testLarge('PostgreSQL', async () => (await postgres?.database()) ?? '')
})
