import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../src/sandbox/wecom/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { authorize, cookiesOf, publicOrigin, startBff, type TestBff } from '../start-bff.ts'

let now = Date.parse('2026-11-20T10:00:00+08:00')
const clock = () => now
let wecom: WecomVendor
let bff: TestBff

beforeAll(async () => {
  wecom = await startWecom({ world: createWorld({ now }), clock, publicOrigin })
  bff = await startBff({ environment: wecom.environment, wecomUrl: wecom.url, clock })
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

const problemOf = (response: { json(): unknown }) => response.json() as { code: string; title: string }

describe('the login', () => {
  it('sends the visitor to WeCom with a random state and comes back to a clean path', async () => {
    const begun = await bff.get('/auth/login?to=%2F%3Fa%3D1')
    const target = new URL(begun.headers.location ?? '')
    expect(begun.statusCode).toBe(302)
    expect(target.href).toMatch(/#wechat_redirect$/)
    expect(Object.fromEntries(target.searchParams)).toMatchObject({
      appid: 'ww5d8f0c1e2a3b4c6d',
      agentid: '1000002',
      redirect_uri: `${publicOrigin}/auth/callback`,
      response_type: 'code',
      scope: 'snsapi_base',
    })
    expect(target.searchParams.get('state')).toMatch(/^[0-9a-f]{32}$/)
    const landing = await authorize(target.href, wecom.url, 'mengxiangyu')
    const done = await bff.get(landing, cookiesOf(begun))
    expect(done.statusCode).toBe(303)
    expect(done.headers.location).toBe('/?a=1')
    const session = await bff.get('/api/session', cookiesOf(done))
    expect(session.json()).toMatchObject({ staff: { userid: 'mengxiangyu', name: '孟祥宇' } })
  })

  it('sets a cookie that scripts cannot read and foreign pages cannot send', async () => {
    const begun = await bff.get('/auth/login')
    const landing = await authorize(begun.headers.location ?? '', wecom.url, 'mengxiangyu')
    const done = await bff.get(landing, cookiesOf(begun))
    const session = done.cookies.find(({ name }) => name === 'sidedesk_session')
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 43_200 })
    expect(session?.secure).toBeUndefined()
  })
})
