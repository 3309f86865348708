import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { cookiesOf, publicOrigin, startBff, wecomUserAgent, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const began = Date.parse('2026-11-20T10:00:00+08:00')
let now = began
const clock = clockOf(() => now)
let wecom: WecomVendor
let bff: TestBff

const start = (more: Record<string, string> = {}) =>
  startBff({
    environment: { ...wecom.environment, ADMIN_USERIDS: 'wangfang', RATE_LIMIT_SIGN_INS: '1000', ...more },
    wecomUrl: wecom.url,
    clock,
  })

beforeAll(async () => {
  wecom = await startWecom({ world: createWorld({ now }), clock, publicOrigin })
  bff = await start()
})
afterEach(() => {
  now = began
  wecom.fault = 'none'
})
afterAll(async () => {
  await bff.close()
  await wecom.close()
})

const browser = { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/129.0.6668.101' }
const see = (url: string, cookie?: string) => bff.get(url, cookie, browser)
const bare = (body: string) => body.replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'id')

/** The code is shown and scanned; nobody refuses it on the phone. */
async function scan(userid: string, { to = '/admin', jar = '' } = {}) {
  const begun = await see(`/auth/login?to=${encodeURIComponent(to)}`, jar)
  const page = new URL(begun.headers.location ?? '')
  const query = new URLSearchParams([...page.searchParams, ['userid', userid]])
  const agreed = await fetch(`${wecom.url}/wwlogin/sso/scanned?${query.toString()}`, { redirect: 'manual' })
  const landing = (agreed.headers.get('location') ?? '').slice(publicOrigin.length)
  return { page, landing, cookie: cookiesOf(begun) }
}

describe('in a browser that is not WeCom’s client', () => {
  it('the page leads to the code to scan', async () => {
    const { statusCode, body } = await see('/admin')
    expect(statusCode).toBe(200)
    expect(body).toContain('<a href="/auth/login?to=/admin">用企业微信扫码登录</a>')
    expect(body).not.toContain('WECOM_WEB_LOGIN_URL')
    const { page } = await scan('wangfang')
    expect(page.href.replace(/\?.*/, '')).toBe(`${publicOrigin}/sandbox/wecom/wwlogin/sso/login`)
    expect(Object.fromEntries(page.searchParams)).toEqual({
      login_type: 'CorpApp',
      appid: 'ww5d8f0c1e2a3b4c6d',
      agentid: '1000002',
      redirect_uri: `${publicOrigin}/auth/callback`,
      state: expect.stringMatching(/^[\da-f]{32}$/),
    })
  })

  it('an administrator who has scanned it is signed in, where they wanted to go', async () => {
    const { landing, cookie } = await scan('wangfang', { to: '/admin#/people' })
    const done = await see(landing, cookie)
    expect([done.statusCode, done.headers.location]).toEqual([303, '/admin#/people'])
    expect((await see('/admin', cookiesOf(done))).body).toContain('id="boot"')
  })

  it('to a colleague who has scanned it there is no such page, and they are not signed in', async () => {
    const { landing, cookie } = await scan('linxiaomei')
    const [refused, none] = [await see(landing, cookie), await see('/nothing')]
    expect(refused.statusCode).toBe(404)
    expect(bare(refused.body)).toBe(bare(none.body))
    expect(cookiesOf(refused)).not.toContain('session')
    expect(bff.logged.join('')).toContain(
      '"userid":"linxiaomei","address":"127.0.0.1","source":"wecom","refused":"not_found"',
    )
  })

  it('somebody of another company is refused as elsewhere', async () => {
    const { landing, cookie } = await scan('outsider')
    const refused = await see(landing, cookie)
    expect(refused.statusCode).toBe(403)
    expect(refused.body).toContain('not_a_member')
    expect(cookiesOf(refused)).not.toContain('session')
  })

  it('whoever cancels on the phone is asked again, and the state is used up', async () => {
    const { landing, cookie } = await scan('')
    expect(landing).not.toContain('code=')
    const cancelled = await see(landing, cookie)
    expect([cancelled.statusCode, cancelled.headers.location]).toEqual([303, '/admin'])
    expect(cookiesOf(cancelled)).not.toContain('session')
    expect((await see('/admin', cookie)).body).toContain('用企业微信扫码登录')
    const late = await see(`${landing}&code=${wecom.issueCode('wangfang')}`, cookie)
    expect(late.statusCode).toBe(400)
    expect(cookiesOf(late)).not.toContain('session')
  })

  it('nobody who scans again and again is told that the login goes round in circles', async () => {
    let jar = ''
    for (const userid of ['linxiaomei', '', 'linxiaomei', 'linxiaomei', 'linxiaomei']) {
      const { landing, cookie } = await scan(userid, { jar })
      jar = cookiesOf(await see(landing, cookie)) || cookie
    }
    const { landing, cookie } = await scan('wangfang', { jar })
    expect((await see(landing, cookie)).statusCode).toBe(303)
  })

  it.each([
    ['used twice', 0],
    ['older than ten minutes', 601_000],
  ])('a login %s is refused, and leads back to the code', async (_how, laterMs) => {
    const { landing, cookie } = await scan('wangfang')
    if (laterMs === 0) await see(landing, cookie)
    now += laterMs
    const refused = await see(landing, cookie)
    expect(refused.statusCode).toBe(400)
    expect(cookiesOf(refused)).not.toContain('session')
    expect(refused.body).toContain('bad_state')
    expect(refused.body).toContain('<a href="/admin">重新登录</a>')
    expect(refused.body).not.toContain('侧边栏')
  })

  it('a login that WeCom fails leads back to the code', async () => {
    const { landing, cookie } = await scan('wangfang')
    wecom.fault = 'down'
    const failed = await see(landing, cookie)
    expect(failed.statusCode).toBe(502)
    expect(failed.body).toContain('<a href="/admin">重新登录</a>')
  })

  it('no other page is signed in to by a code', async () => {
    const begun = await see('/auth/login?to=/administration')
    expect(begun.headers.location).toContain('/connect/oauth2/authorize?')
  })
})

it('in WeCom’s client nothing is scanned, and a colleague stays signed in', async () => {
  const headers = { ...browser, 'user-agent': wecomUserAgent }
  const opened = await bff.get('/admin', undefined, headers)
  expect(opened.headers.location).toBe('/auth/login?to=/admin')
  const begun = await bff.get('/auth/login?to=/admin', undefined, headers)
  const state = new URL(begun.headers.location ?? '').searchParams.get('state') ?? ''
  const landing = `/auth/callback?code=${wecom.issueCode('linxiaomei')}&state=${state}`
  const done = await bff.get(landing, cookiesOf(begun), headers)
  expect([done.statusCode, done.headers.location]).toEqual([303, '/admin'])
  expect((await bff.get('/admin', cookiesOf(done), headers)).statusCode).toBe(404)
})

describe('where no web login is configured', () => {
  it('the page says how to sign in, with its own address, and the login leads there', async () => {
    const other = await start({ WECOM_WEB_LOGIN_URL: '' })
    const { statusCode, body } = await other.get('/admin', undefined, browser)
    expect(statusCode).toBe(200)
    expect(body).toContain(`${publicOrigin}/admin</code>`)
    expect(body).toContain('WECOM_WEB_LOGIN_URL')
    expect(body).not.toContain('扫码登录</a>')
    const begun = await other.get('/auth/login?to=/admin#/people', undefined, browser)
    expect(begun.headers.location).toBe('/admin')
    expect(cookiesOf(begun)).toBe('')
    await other.close()
  })
})
