import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PeopleList, VendorPeopleList } from '../../../src/contract/admin-people.ts'
import { AdminStatus } from '../../../src/contract/admin-status.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createTestClock } from '../../support/clock.ts'
import {
  member,
  seedMembers,
  seedReading,
  seedTasks,
  seedVendor,
  staffLink,
  vendorPerson,
} from '../../support/seed-people.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'

const hourMs = 3_600_000
const { clock, now, pass } = createTestClock(Date.parse('2026-11-20T10:30:00+08:00'))

let bench: WorkBench
let cookie: string

beforeAll(async () => {
  bench = await startWork({
    clock,
    environment: {
      ADMIN_USERIDS: cast.salesperson,
      YOUMI_API_URL: '',
      YOUMI_TOKEN_URL: '',
      YOUMI_CLIENT_ID: '',
      YOUMI_CLIENT_SECRET: '',
    },
  })
  cookie = await bench.bff.signIn(cast.salesperson)
})
afterAll(() => bench.close())

async function status(): Promise<AdminStatus> {
  const response = await bench.bff.get('/api/admin/status', cookie)
  expect(response.statusCode).toBe(200)
  return AdminStatus.parse(response.json())
}

const sourceOf = async (id: string) => (await status()).sources.find((source) => source.id === id)

describe('the state of a source', () => {
  it('is told with what is kept of it, and when it was read last', async () => {
    expect(await sourceOf('waiqin')).toMatchObject({
      name: '勤策',
      configured: true,
      state: 'ok',
      sync: null,
      retryAt: null,
      rows: { what: '外勤任务' },
      lastPassAt: '2026-11-20T10:30:00+08:00',
    })
    expect((await sourceOf('waiqin'))?.rows?.count).toBe(await bench.bff.store.fieldTasks.size())
  })

  it('is unconfigured where its variables are absent, and is no column then', async () => {
    expect(await sourceOf('youmi')).toMatchObject({
      configured: false,
      state: 'unconfigured',
      says: '没有接入',
      rows: null,
    })
    expect((await status()).coverage.map(({ source }) => source)).toEqual(['waiqin', 'tanma'])
  })

  it('is late once its last pass is too old', async () => {
    pass(2 * hourMs)
    expect(await sourceOf('tanma')).toMatchObject({ state: 'stale' })
    await bench.bff.sync()
    expect(await sourceOf('tanma')).toMatchObject({ state: 'ok' })
  })
})

describe('the first reading of a source', () => {
  it('has a share and a time at any instance, while another one reads, and no time when that stands still', async () => {
    const { leases, mirrors } = bench.bff.store
    const name = 'waiqin-tasks'
    const before = await mirrors.get(name)
    const another = async (state: Partial<typeof before>) => {
      await leases.acquire(name, 'another', 60_000)
      await mirrors.save({ ...before, ...state, heldBy: 'another' })
      await leases.release(name, 'another')
    }
    const reach = { unit: 'parts', done: 9, total: 36, since: now() - 60_000, from: 0, at: now() }
    const times = { startedAt: now() - 60_000, completedAt: null }
    await another({ ...times, rows: 5_000, checkpoint: { watermark: null, reach } })
    const sync = { done: 5_000, total: null, percent: 25, perMinute: 5_000, secondsLeft: 180 }
    expect(await sourceOf('waiqin')).toMatchObject({ state: 'first_sync', sync })
    pass(121_000)
    expect(await sourceOf('waiqin')).toMatchObject({ sync: { percent: 25, secondsLeft: null } })
    await another({})
    expect(await sourceOf('waiqin')).toMatchObject({ sync: null })
  })
})

describe('calls by the hour', () => {
  it('are those of all instances, this one’s latest included, and end a day later', async () => {
    const { callHours } = bench.bff.store
    const at = now() - (now() % hourMs)
    const before = (await sourceOf('wecom'))?.calls ?? []
    expect(before).toHaveLength(24)
    await callHours.add([
      { hour: at, source: 'wecom', made: 5, failed: 2 },
      { hour: at - 23 * hourMs, source: 'wecom', made: 7, failed: 0 },
      { hour: at - 24 * hourMs, source: 'wecom', made: 9, failed: 0 },
    ])
    const calls = (await sourceOf('wecom'))?.calls ?? []
    expect(calls[0]).toEqual({ made: 7, failed: 0 })
    expect((calls[23]?.made ?? 0) - (before[23]?.made ?? 0)).toBeGreaterThanOrEqual(5)
    expect((calls[23]?.failed ?? 0) - (before[23]?.failed ?? 0)).toBe(2)
    expect(calls.slice(0, 24).reduce((sum, { made }) => sum + made, 0)).toBeGreaterThan(12)
  })
})

describe('who is who, in figures', () => {
  it('covers the people who may serve customers, and counts those whom its links show', async () => {
    const { store } = bench.bff
    const right = ['rule', 'import', 'none', 'hinted'].map((userid) => member(userid, userid))
    await seedMembers(store, [...right, member('office', '内勤', { hasCustomerRight: false })], now())
    await seedVendor(store, 'waiqin', [vendorPerson('s1', '没人认'), vendorPerson('s2', 'hinted')], now())
    await seedVendor(store, 'tanma', [vendorPerson('t1', '没人认')], now())
    const task = { id: 'tanma:1', title: '群发', dueAt: null, sopId: null, sendStatus: null, mode: null }
    const group = { ownerName: null, departmentName: null, tags: [], tasks: [task], leftOut: 0 }
    await store.sopGroups.put([{ chatId: 'wrT', salesId: 't1', name: null, body: group, fetchedAt: now() }], null)
    await store.links.importRows([staffLink('import', 'waiqin', 's9')], 'import', now())
    await seedTasks(store, 's1', 4, now())
    const { coverage, stray, contacts } = await status()
    expect(coverage[0]).toEqual({ source: 'waiqin', people: 4, linked: { rule: 0, import: 1, hand: 0 }, missing: 3 })
    expect(stray).toEqual([
      { source: 'waiqin', people: 2, rows: 4 },
      { source: 'tanma', people: 1, rows: 1 },
    ])
    const missing = await bench.bff.get('/api/admin/people?source=waiqin&state=missing', cookie)
    expect(PeopleList.parse(missing.json()).items).toHaveLength(3)
    const nobodys = await bench.bff.get('/api/admin/vendor-people', cookie)
    expect(VendorPeopleList.parse(nobodys.json()).total).toBe(3)
    expect(contacts.linked).toBeGreaterThan(0)
    expect(contacts.imported).toBe(contacts.linked)
  })
})

describe('the findings', () => {
  it('are the doctor’s, and those about the lists of people, failures first', async () => {
    const { findings } = await status()
    const order = ['fail', 'warn', 'ok', 'skipped']
    const states = findings.map(({ state }) => order.indexOf(state))
    expect(states).toEqual(states.toSorted())
    expect(findings).toContainEqual(expect.objectContaining({ id: 'wecom-ip', state: 'ok' }))
    expect(findings).toContainEqual(
      expect.objectContaining({ id: 'people-wecom', group: '企业微信', state: 'skipped' }),
    )
  })

  it('say why a list was not told, and where that is mended', async () => {
    const reading = { people: 12, isCut: false, reason: 'refused', outside: 0, refused: [] }
    await seedReading(bench.bff.store, 'people-waiqin', reading, now())
    const { findings } = await status()
    expect(findings.find(({ id }) => id === 'people-waiqin')).toMatchObject({
      group: '勤策',
      title: '员工名单',
      state: 'warn',
      says: '没有给出员工名单（被拒绝），只知道任务里出现过的 12 人',
      fix: expect.stringContaining('员工查询'),
    })
  })

  it('say that too many were not told at once to be believed', async () => {
    const held = { people: 40, since: now() }
    const reading = { people: 300, isCut: false, reason: null, outside: 0, refused: [], held }
    await seedReading(bench.bff.store, 'people-wecom', reading, now())
    expect((await status()).findings.find(({ id }) => id === 'people-wecom')).toMatchObject({
      state: 'warn',
      says: '一次少了 40 人，先不算离职：下次读到还是没有他们才算',
    })
  })

  it('say the same of a vendor’s list', async () => {
    const held = { people: 40, since: now() }
    const reading = { people: 300, isCut: false, reason: null, outside: 0, refused: [], held }
    await seedReading(bench.bff.store, 'people-tanma', reading, now())
    expect((await status()).findings.find(({ id }) => id === 'people-tanma')).toMatchObject({
      group: '探马',
      state: 'warn',
      says: '一次少了 40 人，先当他们还在：下次读到还是没有他们才去掉',
    })
  })

  it('say who is missing in the list of members, and why', async () => {
    const reading = { people: 300, isCut: false, reason: null, outside: 2, refused: [] }
    await seedReading(bench.bff.store, 'people-wecom', reading, now())
    expect((await status()).findings.find(({ id }) => id === 'people-wecom')).toMatchObject({
      state: 'warn',
      says: '2 位能做客户联系的人不在应用的可见范围，名单里没有他们',
      fix: expect.stringContaining('可见范围'),
    })
  })
})
