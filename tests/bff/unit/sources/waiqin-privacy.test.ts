import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSeal, type Seal } from '../../../../src/bff/secrets/seal.ts'
import { createWaiqin } from '../../../../src/bff/sources/waiqin/index.ts'
import { openStore } from '../../../../src/bff/store/index.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { clockOf } from '../../../support/clock.ts'
import { runPass } from '../../../support/run-pass.ts'
import { createWaiqinVendor, waiqinConfig, type WaiqinVendor } from '../../../support/waiqin-vendor.ts'

const now = Date.parse('2026-03-10T12:00:00+08:00')
const [one, two] = ['first-key-0123456789-0123456789-ab', 'second-key-0123456789-0123456789-a']
let folder: string
let store: Store
let vendor: WaiqinVendor
let http: ReturnType<typeof createWaiqinVendor>['http']

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-waiqin-'))
  store = await openStore(`file:${join(folder, 'test.db')}`)
  const made = createWaiqinVendor()
  vendor = made.vendor
  http = made.http
  vendor.customers = [
    { id: 'c1', cm_name: '甲店', cm_manager_id: 'me', cm_linkman_name: '老王', cm_addr: '南坪西路' },
    { id: 'c2', cm_name: '乙店', cm_manager_id: 'me', cm_linkman_mobile: '13800001111,023-88886666转801' },
    { id: 'c3', cm_name: '丙店', cm_manager_id: 'other', cm_tel: '+86 139 0000 2222' },
  ]
})
afterEach(async () => {
  await store.close().catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
})

/** 勤策 as it is opened with these keys. */
function open(seal: Seal) {
  const log = { info: () => undefined, warn: () => undefined }
  const source = createWaiqin({
    config: waiqinConfig,
    http,
    store,
    seal,
    clock: clockOf(() => now),
    log,
    wake: async () => undefined,
  })
  const mirror = source.mirrors.find(({ name }) => name === 'waiqin-customers')
  if (!mirror) throw new Error('customers are not mirrored')
  const ask = { staffId: 'me', phones: [], linkByPhone: true, text: null }
  const offered = (patch: object) => source.candidates({ ...ask, ...patch }, AbortSignal.timeout(10_000))
  return {
    pass: () => runPass(store, mirror, { now }),
    offered,
    called: async (phone: string) =>
      (await offered({ phones: [phone] }))
        .filter(({ reasons }) => reasons.includes('same_phone'))
        .map(({ sourceId }) => sourceId),
  }
}

/** Every file of the database, as it lies on the disk. */
async function filesText(): Promise<string> {
  const files = await readdir(folder)
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n')
}

it('keeps no phone, no linkman and no address of a customer that could be read on the disk', async () => {
  await open(createSeal([one])).pass()
  const kept = await filesText()
  expect(kept).toContain('甲店')
  expect(kept).not.toMatch(/老王|南坪|13800001111|02388886666|88886666|13900002222/)
})

it('still finds a customer by each of its phones, and by who answers for it', async () => {
  const { pass, offered, called } = open(createSeal([one]))
  await pass()
  expect(await called('+86 138 0000 1111')).toEqual(['c2'])
  expect(await called('(023)8888-6666')).toEqual(['c2'])
  expect(await called('139-0000-2222')).toEqual(['c3'])
  expect(await called('13800001112')).toEqual([])
  expect(await offered({ text: '南坪' })).toMatchObject([{ sourceId: 'c1', subtitle: '老王 · 南坪西路' }])
  expect((await offered({ text: '店' })).map(({ sourceId }) => sourceId)).toEqual(['c1', 'c2'])
})

it('goes on with a new key beside the old one, and after the next pass without the old one', async () => {
  await open(createSeal([one])).pass()
  const both = open(createSeal([two, one]))
  expect(await both.called('13800001111')).toEqual(['c2'])
  expect(await both.offered({ text: '老王' })).toHaveLength(1)
  await both.pass()
  const after = open(createSeal([two]))
  expect(await after.called('13800001111')).toEqual(['c2'])
  expect(await after.offered({ text: '老王' })).toHaveLength(1)
})

it('offers customers by name alone where no key opens the rest, until the next pass', async () => {
  await open(createSeal([one])).pass()
  const other = open(createSeal([two]))
  expect(await other.called('13800001111')).toEqual([])
  expect(await other.offered({ text: '甲' })).toMatchObject([{ sourceId: 'c1', subtitle: null }])
  await other.pass()
  expect(await other.called('13800001111')).toEqual(['c2'])
  expect(await other.offered({ text: '甲' })).toMatchObject([{ subtitle: '老王 · 南坪西路' }])
})

it('opens nothing that was moved from another customer’s row', async () => {
  const { pass, offered } = open(createSeal([one]))
  await pass()
  const [first, second] = await store.fieldCustomers.byIds(['c1', 'c2'])
  if (!first || !second) throw new Error('both are expected')
  const state = { ...(await store.mirrors.get('waiqin-customers')), heldBy: 'the-tests', startedAt: now }
  await store.fieldCustomers.put([{ ...second, body: first.body }], state)
  expect(await offered({ text: '乙' })).toMatchObject([{ sourceId: 'c2', subtitle: null }])
})

it('leaves no text in the file of a customer that is gone', async () => {
  const many = Array.from({ length: 400 }, (_, index) => ({ id: `m${index}`, cm_name: `永辉分店${index}` }))
  vendor.customers = [...vendor.customers, ...many]
  const { pass } = open(createSeal([one]))
  await pass()
  expect(await filesText()).toContain('永辉分店')
  await store.leases.release('waiqin-customers', 'the-tests')
  await store.leases.acquire('waiqin-customers', 'sweeper', 10_000)
  await store.mirrors.forget('waiqin-customers', now + 1)
  await store.close()
  expect(await filesText()).not.toContain('永辉分店')
})
