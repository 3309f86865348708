import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { clockOf } from '../../support/clock.ts'
import { readRows } from '../../support/read-rows.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'

const dayMs = 86_400_000
const now = Date.parse('2026-11-20T10:00:00+08:00')
const seed = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
let folder: string
let databaseUrl: string
let bench: WorkBench

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-privacy-'))
  databaseUrl = `file:${join(folder, 'test.db')}`
  bench = await startWork({ clock: clockOf(() => now), environment: { DATABASE_URL: databaseUrl } })
})
afterAll(async () => {
  await bench.close()
  await rm(folder, { recursive: true, force: true })
})

it('no file of the database holds a phone of a customer', async () => {
  const mobiles = bench.simulators.world.contacts.flatMap(({ follows }) =>
    follows.flatMap(({ remarkMobiles }) => remarkMobiles),
  )
  expect(mobiles.length).toBeGreaterThan(10)
  expect((await readRows(databaseUrl)).field_customer_phones?.length).toBeGreaterThan(10)
  const files = await readdir(folder)
  const text = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n')
  expect(text).toContain(seed)
  expect(mobiles.filter((mobile) => text.includes(mobile))).toEqual([])
})

it('a server that starts removes the links of a contact that nobody has followed for half a year, and asks about the others', async () => {
  const { store, app, logged } = bench.bff
  const link = { source: 'youmi', name: '老客户', linkedBy: 'mengxiangyu' } as const
  const long = now - 200 * dayMs
  await store.links.add('wmNobodyFollows', { ...link, sourceId: '901', linkedAt: long })
  await store.links.add('wmJustUnfollowed', { ...link, sourceId: '902', linkedAt: now - 30 * dayMs })
  for (const known of await store.links.ofContact(seed)) await store.links.remove(seed, known, { by: 'x', at: now })
  await store.links.add(seed, { ...link, sourceId: '903', linkedAt: long })
  await app.listen({ port: 0, host: '127.0.0.1' })
  await vi.waitFor(async () => expect(await store.links.ofContact('wmNobodyFollows')).toEqual([]), 10_000)
  await vi.waitFor(async () => {
    const { contacts = [] } = await readRows(databaseUrl)
    expect(contacts.toSorted((one, other) => Number(other.followed_at) - Number(one.followed_at))).toMatchObject([
      { external_user_id: seed, followed_at: now, asked_at: now },
      { external_user_id: 'wmJustUnfollowed', followed_at: now - 30 * dayMs, asked_at: now },
    ])
  }, 10_000)
  expect(await store.links.ofContact(seed)).not.toEqual([])
  expect(logged.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ audit: 'purge', externalUserId: 'wmNobodyFollows' }),
  )
})
