import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ContactCard } from '#contract/contact'
import { LinkCandidates } from '#contract/link'
import { PanelToken } from '#contract/panel'
import { NoticeList } from '#contract/work'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { authorize, cookiesOf, startBff, wecomUserAgent, type TestBff } from '../../support/start-bff.ts'
import { createVerifier, panelEnvironment } from '../../support/panels.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { clockOf } from '../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
let folder: string
let bench: WorkBench
let both: [TestBff, TestBff]
let me: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-instances-'))
  const shared = { DATABASE_URL: `file:${join(folder, 'shared.db')}`, ...panelEnvironment }
  bench = await startWork({ clock: clockOf(() => now), environment: shared })
  const { environment, vendors } = bench.simulators
  const other = await startBff({
    environment: { ...environment, ...shared },
    wecomUrl: vendors.wecom.url,
    clock: clockOf(() => now),
  })
  both = [bench.bff, other]
  me = await bench.bff.signIn(cast.salesperson)
})
afterAll(async () => {
  await both[1].close()
  await bench.close()
  await rm(folder, { recursive: true, force: true })
})

const asked = (operation: string) =>
  bench.simulators.vendors.wecom.seen.filter((call) => call.operation === operation).length
const send = (bff: TestBff, method: 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
  bff.app.inject({ method, url: `/api/${path}`, headers: { cookie: me }, ...(payload ? { payload } : {}) })

describe('of two instances on one store', () => {
  it('one ends the sign-in that the other began, and both know the session', async () => {
    const [one, other] = both
    const begun = await one.app.inject('/auth/login')
    const { url } = bench.simulators.vendors.wecom
    const landing = await authorize(begun.headers.location ?? '', url, cast.colleague)
    const ended = await other.app.inject({ url: landing, headers: { cookie: cookiesOf(begun) } })
    expect(ended.statusCode).toBe(303)
    const cookie = cookiesOf(ended)
    const sessions = await Promise.all(both.map((each) => each.get('/api/session', cookie)))
    expect(sessions.map((each) => each.json())).toMatchObject(both.map(() => ({ staff: { userid: cast.colleague } })))
  })

  it('one asks WeCom for the token and the ticket that both use', async () => {
    const pages = await Promise.all(both.map((each) => each.get('/', me, { 'user-agent': wecomUserAgent })))
    expect(pages.every(({ body }) => body.includes('nonceStr'))).toBe(true)
    expect([asked('gettoken'), asked('ticket/get')]).toEqual([1, 1])
  })

  it('one replaces a token that WeCom revoked early', async () => {
    bench.simulators.vendors.wecom.expireTokens()
    const before = asked('gettoken')
    const cards = await Promise.all(both.map((each) => each.get(`/api/contacts/${cast.emoji}`, me)))
    expect(cards.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    expect(asked('gettoken') - before).toBe(1)
  })

  it('one shows the link that the other made, and no longer the one that it took back', async () => {
    const [one, other] = both
    const path = `contacts/${cast.samePhone}`
    const linksAt = async (bff: TestBff) => ContactCard.parse((await bff.get(`/api/${path}`, me)).json()).links
    expect(await linksAt(other)).toEqual([])
    const offered = await one.get(`/api/${path}/link-candidates?source=waiqin`, me)
    const [candidate] = LinkCandidates.parse(offered.json()).candidates
    const link = `${path}/links/waiqin/${candidate?.sourceId}`
    expect((await send(one, 'PUT', link)).statusCode).toBe(204)
    expect(await linksAt(other)).toMatchObject([{ sourceId: candidate?.sourceId }])
    expect((await send(other, 'DELETE', link)).statusCode).toBe(204)
    expect(await linksAt(one)).toEqual([])
  })

  it('one signs for a panel with a key that the other publishes, and goes on with its context', async () => {
    const [one, other] = both
    const tokenOf = async (bff: TestBff, body: object) => {
      const answer = await send(bff, 'POST', `contacts/${cast.emoji}/panels/crm/token`, body)
      return PanelToken.parse(answer.json()).token
    }
    const [first] = await Promise.all([tokenOf(one, {}), tokenOf(other, {})])
    const next = await tokenOf(other, { renew: first })
    const verified = [await createVerifier(other, () => now)(first), await createVerifier(one, () => now)(next)]
    expect(verified[1]?.claims.ctx).toBe(verified[0]?.claims.ctx)
    expect(await one.store.signingKeys.all()).toHaveLength(1)
  })

  it('one uses the connection to 芸众 that the other made, and ends it for both', async () => {
    const [one, other] = both
    const account = bench.simulators.vendors.yunzhong.accountOf(cast.salesperson)
    const stateAt = async (bff: TestBff) => NoticeList.parse((await bff.get('/api/me/notices', me)).json()).state
    const credentials = { mobile: account.mobile, password: account.password }
    expect((await send(one, 'PUT', 'me/connections/yunzhong', credentials)).statusCode).toBe(204)
    expect([await stateAt(other), await stateAt(one)]).toEqual(['fresh', 'fresh'])
    expect((await send(other, 'DELETE', 'me/connections/yunzhong')).statusCode).toBe(204)
    expect([await stateAt(other), await stateAt(one)]).toEqual(['disconnected', 'disconnected'])
  })
})
