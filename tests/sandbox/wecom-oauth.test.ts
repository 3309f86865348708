import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clientCookieLine, readClient } from '../../src/sandbox/vendors/wecom/client.ts'
import { publicOrigin, startWecomFixture, type WecomFixture } from './support/wecom-fixture.ts'

let fixture: WecomFixture
beforeEach(async () => {
  fixture = await startWecomFixture()
})
afterEach(() => fixture.wecom.close())

function authorize(changes: Record<string, string> = {}, cookie = ''): Promise<Response> {
  const query = new URLSearchParams({
    appid: fixture.world.corpId,
    redirect_uri: `${publicOrigin}/auth/callback`,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 'a1B2',
    agentid: fixture.world.agentId,
    ...changes,
  })
  const url = `${fixture.wecom.url}/connect/oauth2/authorize?${query.toString()}`
  return fetch(url, { redirect: 'manual', headers: { cookie } })
}

async function codeOf(response: Response): Promise<string> {
  expect(response.status).toBe(302)
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

const whoIs = (code: string) => fixture.get('auth/getuserinfo', { code })

describe('the OAuth page', () => {
  test('sends the visitor back with a code and the state', async () => {
    const response = await authorize()
    const target = new URL(response.headers.get('location') ?? '')
    expect(target.origin + target.pathname).toBe(`${publicOrigin}/auth/callback`)
    expect(target.searchParams.get('state')).toBe('a1B2')
    expect(await whoIs(await codeOf(response))).toMatchObject({ errcode: 0, userid: 'mengxiangyu' })
  })

  test('knows the salesperson of the simulated client', async () => {
    const cookie = clientCookieLine({ user: 'hejing', version: 'windows-4.1.36', isDark: false, bridge: 'ready' })
    expect(await whoIs(await codeOf(await authorize({}, cookie)))).toMatchObject({ userid: 'hejing' })
  })

  test('tells an openid and no userid of somebody who is not a member', async () => {
    const answer = await whoIs(await codeOf(await authorize({}, 'a=1; sandbox=user=outsider')))
    expect(answer).toMatchObject({ errcode: 0, openid: expect.stringMatching(/^o/) })
    expect(answer).not.toHaveProperty('userid')
  })

  test.each([
    ['a foreign company', { appid: 'ww0' }],
    ['a foreign domain', { redirect_uri: 'http://evil.example/auth/callback' }],
    ['another port of the domain', { redirect_uri: 'http://localhost:8081/auth/callback' }],
    ['no address', { redirect_uri: 'auth' }],
    ['another response type', { response_type: 'token' }],
    ['an unknown scope', { scope: 'snsapi_userinfo' }],
    ['a state with signs', { state: 'a-b' }],
    ['a state of 129 letters', { state: 'a'.repeat(129) }],
    ['a foreign agent', { agentid: '1' }],
  ])('shows a page and gives no code for %s', async (_name, changes) => {
    const response = await authorize(changes)
    expect(response.status).toBe(200)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain('<h3>')
  })

  test('works while the server API is down', async () => {
    fixture.wecom.fault = 'down'
    expect((await authorize()).status).toBe(302)
  })
})

describe('auth/getuserinfo', () => {
  test('takes a code once', async () => {
    const code = fixture.wecom.issueCode('hejing')
    expect(await whoIs(code)).toMatchObject({ errcode: 0 })
    expect(await whoIs(code)).toMatchObject({ errcode: 40029 })
  })

  test('takes it within five minutes', async () => {
    const code = fixture.wecom.issueCode('hejing')
    fixture.pass(300_000)
    expect(await whoIs(code)).toMatchObject({ errcode: 40029 })
  })

  test('refuses a made-up code with 40029 and none with 40058', async () => {
    expect(await whoIs('x')).toMatchObject({ errcode: 40029 })
    expect(await fixture.get('auth/getuserinfo')).toMatchObject({ errcode: 40058 })
  })
})

test('the cookie of a client says the same when read', () => {
  const client = { user: 'hejing', version: 'windows-3.0.16', isDark: true, bridge: 'late' } as const
  expect(readClient(`x=1; ${clientCookieLine(client)}`)).toEqual(client)
  expect(readClient('x=1')).toBeNull()
  expect(readClient('sandbox=version=nonsense')).toEqual({
    user: null,
    version: 'windows-4.1.36',
    isDark: false,
    bridge: 'ready',
  })
})
