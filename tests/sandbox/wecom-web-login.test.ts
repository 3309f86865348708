import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { publicOrigin, startWecomFixture, type WecomFixture } from './support/wecom-fixture.ts'

let fixture: WecomFixture
beforeEach(async () => {
  fixture = await startWecomFixture()
})
afterEach(() => fixture.wecom.close())

function open(page: 'login' | 'scanned', changes: Record<string, string> = {}): Promise<Response> {
  const query = new URLSearchParams({
    login_type: 'CorpApp',
    appid: fixture.world.corpId,
    agentid: fixture.world.agentId,
    redirect_uri: `${publicOrigin}/auth/callback`,
    state: 'a1B2',
    ...changes,
  })
  return fetch(`${fixture.wecom.url}/wwlogin/sso/${page}?${query.toString()}`, { redirect: 'manual' })
}

const whoIs = (target: URL) => fixture.get('auth/getuserinfo', { code: target.searchParams.get('code') ?? '' })

async function scan(userid: string): Promise<URL> {
  const response = await open('scanned', { userid })
  expect(response.status).toBe(302)
  const target = new URL(response.headers.get('location') ?? '')
  expect(target.origin + target.pathname).toBe(`${publicOrigin}/auth/callback`)
  expect(target.searchParams.get('state')).toBe('a1B2')
  return target
}

describe('the page with a code to scan', () => {
  test('shows it with whoever may scan it, administrators first, and keeps what it was opened with', async () => {
    const page = await (await open('login', { state: '"><b>' })).text()
    expect(page).toContain('aria-label="二维码"')
    expect(page.indexOf('王芳（管理员）')).toBeGreaterThan(0)
    expect(page.indexOf('王芳（管理员）')).toBeLessThan(page.indexOf('孟祥宇'))
    expect(page).toContain('name="state" value="&quot;&gt;&lt;b&gt;"')
    expect(page).not.toContain('<b>')
  })

  test('leads back with a code for whoever has scanned, good once', async () => {
    const target = await scan('wangfang')
    expect(await whoIs(target)).toMatchObject({ errcode: 0, userid: 'wangfang' })
    expect(await whoIs(target)).toMatchObject({ errcode: 40029 })
  })

  test('leads back without a code after a refusal on the phone', async () => {
    expect((await scan('')).searchParams.has('code')).toBe(false)
  })

  test('tells an openid of somebody who is not a member', async () => {
    expect(await whoIs(await scan('outsider'))).toMatchObject({ openid: expect.stringMatching(/^o/) })
  })

  test('gives no code to whom the app does not see', async () => {
    await fixture.wecom.hideMember('hejing')
    for (const userid of ['hejing', 'nobody']) {
      const response = await open('scanned', { userid })
      expect(response.headers.get('location')).toBeNull()
      expect(await response.text()).toContain('<h3>无权限</h3>')
    }
  })
})

test.each([
  ['another kind of login', { login_type: 'ServiceApp' }, 'login_type参数错误'],
  ['a foreign company', { appid: 'ww0' }, 'appid参数错误'],
  ['a foreign agent', { agentid: '1' }, 'agentid参数错误'],
  ['no address', { redirect_uri: 'auth' }, 'redirect_uri参数错误'],
  [
    'a foreign domain',
    { redirect_uri: 'http://evil.example/auth/callback' },
    'redirect_uri 与配置的授权完成回调域名不一致',
  ],
  [
    'another port of the domain',
    { redirect_uri: 'http://localhost:8081/auth/callback' },
    'redirect_uri 与配置的授权完成回调域名不一致',
  ],
])('neither page goes on with %s', async (_name, changes: Record<string, string>, words) => {
  for (const response of [await open('login', changes), await open('scanned', { ...changes, userid: 'wangfang' })]) {
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain(`<h3>${words}</h3>`)
  }
})

test('it works while the server API is down', async () => {
  fixture.wecom.fault = 'down'
  expect((await open('login')).status).toBe(200)
})
