import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { seal, signedQuery } from '../../../src/sandbox/vendors/wecom/callback-envelope.ts'
import { seedContact } from '../../support/start-yunzhong.ts'
import { startYunzhongWork, type YunzhongBench } from '../../support/start-yunzhong.ts'
import { startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const began = Date.parse('2026-11-20T10:00:00+08:00')
let now = began
const clock = clockOf(() => now)
const hours = (count: number) => count * 3_600_000
let folder: string
let bench: YunzhongBench
/** Another instance on the same database, which never receives a callback. */
let other: TestBff
let cookie: string

beforeEach(async () => {
  now = began
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-people-'))
  const shared = { DATABASE_URL: `file:${join(folder, 'shared.db')}` }
  bench = await startYunzhongWork({ clock, environment: shared })
  const { environment, vendors } = bench.simulators
  other = await startBff({ environment: { ...environment, ...shared }, wecomUrl: vendors.wecom.url, clock })
  const address = await bench.bff.app.listen({ port: 0, host: '127.0.0.1' })
  await vendors.wecom.setCallbackUrl(`${address}/wecom/callback`)
  cookie = await bench.bff.signIn('mengxiangyu')
  await bench.connect(cookie, 'mengxiangyu')
})
afterEach(async () => {
  await other.close()
  await bench.close()
  await rm(folder, { recursive: true, force: true })
})

const wecom = () => bench.simulators.vendors.wecom
const status = async (session = cookie, bff: Pick<TestBff, 'get'> = bench.bff) =>
  (await bff.get('/api/me/todos', session)).statusCode
const mark = () => bench.bff.store.departures.of('mengxiangyu')
const staffId = () => bench.bff.store.links.staffId('mengxiangyu', 'waiqin')

/** Whether 芸众 is connected, as the page of a new session sees it. */
async function isConnected(): Promise<boolean> {
  const session = await bench.bff.signIn('mengxiangyu')
  const { sources } = (await bench.bff.get('/api/session', session)).json<{
    sources: { id: string; connected: boolean }[]
  }>()
  return sources.some(({ id, connected }) => id === 'yunzhong' && connected)
}

const member = () => {
  const staff = bench.simulators.world.staff.find(({ userid }) => userid === 'mengxiangyu')
  if (!staff) throw new Error('he is not there')
  return staff
}

async function tell(fields: Record<string, string>): Promise<number> {
  const { WECOM_CALLBACK_TOKEN: token = '', WECOM_CALLBACK_AES_KEY: aesKey = '' } = bench.simulators.environment
  const { corpId } = bench.simulators.world
  const xml = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`)
  const sealed = seal(`<xml>${xml.join('')}</xml>`, corpId, { token, aesKey })
  const query = new URLSearchParams(signedQuery(sealed, String(Math.floor(now / 1000)), { token, aesKey }))
  const answer = await bench.bff.app.inject({
    method: 'POST',
    url: `/wecom/callback?${query.toString()}`,
    headers: { 'content-type': 'text/xml' },
    payload: `<xml><Encrypt>${sealed}</Encrypt></xml>`,
  })
  return answer.statusCode
}

describe('somebody leaves', () => {
  it.each([
    ['is deleted', () => wecom().deleteMember('mengxiangyu')],
    ['is disabled', () => wecom().setMemberStatus('mengxiangyu', 2)],
    ['leaves the company', () => wecom().setMemberStatus('mengxiangyu', 5)],
    ['has another userid', () => wecom().renameMember('mengxiangyu', 'mengxy')],
    ['leaves the visible range', () => wecom().hideMember('mengxiangyu')],
  ])('%s: every session is over on the next call, at every instance', async (_how, act) => {
    expect([await status(), await status(cookie, other)]).toEqual([200, 200])
    await act()
    expect([await status(), await status(cookie, other)]).toEqual([401, 401])
  })

  it('by the event alone, when WeCom’s answers lag behind it', async () => {
    await tell({
      Event: 'change_contact',
      ChangeType: 'delete_user',
      UserID: 'MengXiangYu',
      CreateTime: `${now / 1000}`,
    })
    expect(await status()).toBe(401)
  })

  it('and what changes nothing of that ends nothing', async () => {
    await wecom().setMemberStatus('mengxiangyu', 1)
    await wecom().showMember('mengxiangyu')
    await tell({ Event: 'change_contact', ChangeType: 'update_user', UserID: 'mengxiangyu', NewUserID: 'MengXiangyu' })
    await tell({ Event: 'change_contact', ChangeType: 'create_user', UserID: 'mengxiangyu' })
    await tell({ Event: 'enter_agent', FromUserName: 'mengxiangyu' })
    await tell({ Event: 'unsubscribe', FromUserName: 'meng xiangyu' })
    expect(await status()).toBe(200)
  })
})

describe('what was kept', () => {
  it('of somebody deleted is gone at once, but the links between customers, which are nobody’s', async () => {
    const { store } = bench.bff
    const link = { source: 'waiqin', sourceId: 'c9', name: null, linkedBy: 'mengxiangyu', linkedAt: 1 } as const
    await store.links.add(seedContact, link)
    expect(await staffId()).not.toBeNull()
    const again = member()
    await wecom().deleteMember('mengxiangyu')
    expect(await staffId()).toBeNull()
    const made = (await store.links.ofContact(seedContact)).find(({ sourceId }) => sourceId === 'c9')
    expect(made?.linkedBy).toBe(`mengxiangyu left ${now}`)
    now += 60_000
    await wecom().addMember(again)
    expect(await isConnected()).toBe(false)
    expect(await mark()).toMatchObject({ isFinal: true, returnedAt: now })
  })

  it('is there again for who was out of the range for a minute', async () => {
    await wecom().hideMember('mengxiangyu')
    now += 60_000
    await wecom().showMember('mengxiangyu')
    expect(await isConnected()).toBe(true)
    expect(await staffId()).not.toBeNull()
    expect(await mark()).toBeNull()
  })

  it('is nobody’s under a userid that another has now, until an administrator says so', async () => {
    const another = { ...member(), name: '孟另一' }
    await wecom().renameMember('mengxiangyu', 'mengxy')
    now += 60_000
    await wecom().addMember(another)
    expect(await isConnected()).toBe(false)
    expect(await staffId()).toBeNull()
    await bench.bff.store.departures.restore('mengxiangyu')
    expect(await isConnected()).toBe(true)
  })

  it('is not destroyed by an event that is old: who is still there only signs in again', async () => {
    const CreateTime = String((now - hours(2)) / 1000)
    await tell({ Event: 'change_contact', ChangeType: 'delete_user', UserID: 'mengxiangyu', CreateTime })
    expect(await status()).toBe(401)
    await vi.waitFor(async () => expect(await mark()).toBeNull())
    expect(await isConnected()).toBe(true)
  })
})
