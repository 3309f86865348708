import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deriveKeys } from '../../src/bff/secrets/keys.ts'
import { cookiesOf, publicOrigin } from '../support/start-bff.ts'
import { clockOf } from '../support/clock.ts'
import { startPlain, type PlainBench } from './start-plain.ts'

const secret = 'a-session-key-that-this-test-knows-0123'
const now = Date.parse('2026-11-20T10:00:00+08:00')
const seconds = Math.floor(now / 1000)
let bench: PlainBench
let corpId: string

beforeAll(async () => {
  bench = await startPlain(
    clockOf(() => now),
    { SESSION_KEY: secret },
  )
  corpId = bench.world.corpId
})
afterAll(() => bench.close())

const keyOf = (purpose: string, from = secret) => deriveKeys([from], purpose)[0]
const claimsOf = (more: JWTPayload = {}): JWTPayload => ({
  sub: 'linxiaomei',
  name: '林晓梅',
  corp: corpId,
  iat: seconds,
  exp: seconds + 3600,
  ...more,
})
interface Seal {
  key?: ReturnType<typeof keyOf>
  alg?: string
  bytes?: Uint8Array
}

function sign(claims: JWTPayload, { key = keyOf('session'), alg = 'HS256', bytes }: Seal = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg, kid: key.kid }).sign(bytes ?? key.bytes)
}

const ask = (cookie: string) => bench.bff.get('/api/session', cookie)

describe('a session that we did not issue is nobody’s', () => {
  it('though a right one made in the same way is', async () => {
    expect((await ask(`sidedesk_session=${await sign(claimsOf())}`)).statusCode).toBe(200)
  })

  it.each<[string, () => Promise<string> | string]>([
    ['without a signature', () => new UnsecuredJWT(claimsOf()).encode()],
    [
      'without a signature, and the algorithm in other letters',
      async () => {
        const [, claims = ''] = (await sign(claimsOf())).split('.')
        return `${Buffer.from('{"alg":"NoNe"}').toString('base64url')}.${claims}.`
      },
    ],
    ['with the signature cut off', async () => (await sign(claimsOf())).replace(/[^.]*$/, '')],
    ['with another algorithm', () => sign(claimsOf(), { alg: 'HS512' })],
    ['with another key', () => sign(claimsOf(), { key: keyOf('session', 'x'.repeat(40)) })],
    [
      'with another key under our key’s name',
      () => sign(claimsOf(), { bytes: keyOf('session', 'x'.repeat(40)).bytes }),
    ],
    ['with the secret itself', () => sign(claimsOf(), { bytes: new TextEncoder().encode(secret) })],
    ['with the key of logins', () => sign(claimsOf(), { key: keyOf('login') })],
    ['with the key that seals', () => sign(claimsOf(), { key: keyOf('seal') })],
    ['for another company', () => sign(claimsOf({ corp: 'wwanother' }))],
    ['for no company', () => sign(claimsOf({ corp: undefined }))],
    ['for nobody', () => sign(claimsOf({ sub: '' }))],
    ['that is over', () => sign(claimsOf({ exp: seconds - 1 }))],
    ['without an end', () => sign({ sub: 'linxiaomei', name: '', corp: corpId, iat: seconds })],
    ['with an end that is no time', () => sign(claimsOf({ exp: 'never' as never }))],
    ['of four parts', async () => `${await sign(claimsOf())}.x`],
    ['of nothing', () => ''],
    ['of null bytes', () => '%00%00%00'],
    ['of twelve thousand letters', () => 'a'.repeat(12_000)],
  ])('%s', async (_how, make) => {
    const answer = await ask(`sidedesk_session=${await make()}`)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([401, 'unauthenticated'])
  })

  it('under a name of other letters', async () => {
    const token = await sign(claimsOf())
    for (const name of ['__Host-sidedesk_session', 'SIDEDESK_SESSION', 'sidedesk_login', 'sidedesk_session ']) {
      expect((await ask(`${name.trim() === name ? name : `"${name}"`}=${token}`)).statusCode).toBe(401)
    }
  })
})

describe('a login', () => {
  it('replaces the session that somebody planted', async () => {
    const planted = await bench.bff.signIn('linxiaomei')
    const { landing, cookie } = await bench.begin('/')
    const done = await bench.bff.get(landing, `${cookie}; ${planted}`)
    const session = cookiesOf(done)
    expect(session).not.toContain(planted.split('=')[1])
    const { staff } = (await ask(session)).json<{ staff: { userid: string } }>()
    expect(staff.userid).toBe('mengxiangyu')
  })

  it('is not taken over by a stranger’s link: his state and code do not fit this browser', async () => {
    const stranger = await bench.begin('/', 'linxiaomei')
    const own = await bench.begin('/', 'mengxiangyu')
    for (const cookie of [undefined, own.cookie]) {
      const answer = await bench.bff.get(stranger.landing, cookie)
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'bad_state'])
      expect(cookiesOf(answer)).not.toContain('session')
    }
  })

  it('takes a state once, even with the cookie from before', async () => {
    const { landing, cookie } = await bench.begin('/')
    const first = await bench.bff.get(landing, cookie)
    expect(first.statusCode).toBe(303)
    // The cookie is valid for five minutes, WeCom's code only once.
    const again = await bench.bff.get(landing, cookie)
    expect(cookiesOf(again)).not.toContain('sidedesk_session')
  })

  it.each([
    [
      'forged with another key',
      () =>
        sign(
          { state: 'x'.repeat(32), to: '/', rounds: 0, isRestarted: false, exp: seconds + 60 },
          { key: keyOf('login', 'x'.repeat(40)) },
        ),
    ],
    [
      'made from a session',
      () => sign({ ...claimsOf(), state: 'x'.repeat(32), to: '/', rounds: 0, isRestarted: false }),
    ],
  ])('does not go on from a state %s', async (_how, make) => {
    const cookie = `sidedesk_login=${await make()}`
    const answer = await bench.bff.get(`/auth/callback?code=abc&state=${'x'.repeat(32)}`, cookie)
    expect(answer.json()).toMatchObject({ code: 'bad_state' })
  })

  it('does not end a session for a foreign page, and ends it for ours', async () => {
    const cookie = await bench.bff.signIn('mengxiangyu')
    const logout = (origin: string) =>
      bench.bff.app.inject({ method: 'POST', url: '/auth/logout', headers: { cookie, origin } })
    expect((await logout('https://evil.example')).statusCode).toBe(403)
    const done = await logout(publicOrigin)
    expect(done.cookies).toContainEqual(expect.objectContaining({ name: 'sidedesk_session', value: '', path: '/' }))
  })
})

it('binds its cookies to https and to this host alone, and takes no other', async () => {
  const secure = await bench.another({ PUBLIC_ORIGIN: 'https://desk.example.com', SESSION_KEY: secret })
  const token = await sign(claimsOf())
  const begun = await secure.get('/auth/login')
  const lines = [begun.headers['set-cookie']].flat().map(String)
  for (const line of lines) {
    expect(line).toMatch(/^__Host-sidedesk_\w+=/)
    expect(line).toMatch(/; Path=\/(;|$)/)
    expect(line).toMatch(/; HttpOnly/)
    expect(line).toMatch(/; Secure/)
    expect(line).toMatch(/; SameSite=Lax/)
    expect(line).not.toMatch(/domain/i)
  }
  expect((await secure.get('/api/session', `sidedesk_session=${token}`)).statusCode).toBe(401)
  expect((await secure.get('/api/session', `__Host-sidedesk_session=${token}`)).statusCode).toBe(200)
  await secure.close()
})
