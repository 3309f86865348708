import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { authorize, cookiesOf, publicOrigin, startBff, wecomUserAgent, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const began = Date.parse('2026-11-20T10:00:00+08:00')
let now = began
const clock = clockOf(() => now)
const minutes = (count: number) => count * 60_000
let wecom: WecomVendor
let bff: TestBff

beforeAll(async () => {
  wecom = await startWecom({ world: createWorld({ now }), clock, publicOrigin })
  bff = await startBff({
    environment: { ...wecom.environment, RATE_LIMIT_SIGN_INS: '1000' },
    wecomUrl: wecom.url,
    clock,
  })
})

afterEach(() => {
  now = began
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

async function startLogin(to = '/', user = 'mengxiangyu') {
  const begun = await bff.get(`/auth/login?to=${encodeURIComponent(to)}`)
  const landing = await authorize(begun.headers.location ?? '', wecom.url, user)
  return { begun, landing, cookie: cookiesOf(begun) }
}

describe('the login', () => {
  it('sends the visitor to WeCom with a random state and comes back to a clean path', async () => {
    const { begun, landing, cookie } = await startLogin('/?a=1')
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
    const done = await bff.get(landing, cookie)
    expect(done.statusCode).toBe(303)
    expect(done.headers.location).toBe('/?a=1')
    const session = await bff.get('/api/session', cookiesOf(done))
    expect(session.json()).toMatchObject({
      staff: { userid: 'mengxiangyu', name: '孟祥宇' },
      corpId: 'ww5d8f0c1e2a3b4c6d',
      agentId: '1000002',
    })
  })

  it('uses another state each time', async () => {
    const [first, second] = [await startLogin(), await startLogin()]
    expect(first.begun.headers.location).not.toBe(second.begun.headers.location)
  })

  it('sets a cookie that scripts cannot read and foreign pages cannot send', async () => {
    const { landing, cookie } = await startLogin()
    const done = await bff.get(landing, cookie)
    const session = done.cookies.find(({ name }) => name === 'sidedesk_session')
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 43_200 })
    expect(session).not.toHaveProperty('secure')
  })

  it.each([
    ['another host', 'https://evil.example/'],
    ['another host without a scheme', '//evil.example/'],
    ['a backslash that browsers read as a slash', '/\\evil.example/'],
    ['a line break', '/a\r\nset-cookie: x=y'],
    ['a path that is too long', `/${'a'.repeat(512)}`],
    ['the login itself', '/auth/login'],
    ['no path at all', ''],
  ])('returns to / instead of %s', async (_name, to) => {
    const { landing, cookie } = await startLogin(to)
    expect((await bff.get(landing, cookie)).headers.location).toBe('/')
  })

  it.each([
    ['a forged state', (landing: string) => landing.replace(/state=.{4}/, 'state=0000'), true, 0],
    ['a state of another length', (landing: string) => `${landing}00`, true, 0],
    ['no state', (landing: string) => landing.replace(/&state=.*/, ''), true, 0],
    ['two states', (landing: string) => `${landing}&state=x`, true, 0],
    ['no code', (landing: string) => landing.replace(/code=[^&]*/, 'code='), true, 0],
    ['no cookie', (landing: string) => landing, false, 0],
    ['a login older than ten minutes', (landing: string) => landing, true, minutes(10) + 1000],
  ])('refuses %s', async (_name, change, withCookie, later) => {
    const { landing, cookie } = await startLogin()
    now += later
    const answer = await bff.get(change(landing), withCookie ? cookie : undefined)
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ code: 'bad_state' })
    expect(cookiesOf(answer)).not.toContain('session')
  })

  it('takes a state only once', async () => {
    const { landing, cookie } = await startLogin()
    const done = await bff.get(landing, cookie)
    const again = await bff.get(landing, cookiesOf(done))
    expect(again.json()).toMatchObject({ code: 'bad_state' })
  })

  it('lets two tabs that sign in at once both arrive', async () => {
    const first = await startLogin('/?tab=1')
    const begun = await bff.get('/auth/login?to=/?tab=2', first.cookie)
    const second = await authorize(begun.headers.location ?? '', wecom.url, 'mengxiangyu')
    // The browser has the cookie of the later answer.
    const cookie = cookiesOf(begun)
    expect((await bff.get(first.landing, cookie)).headers.location).toBe('/?tab=1')
    expect((await bff.get(second, cookie)).headers.location).toBe('/?tab=2')
    for (const landing of [first.landing, second])
      expect((await bff.get(landing, cookie)).json()).toMatchObject({ code: 'bad_state' })
  })

  it('lets two tabs that begin before either has a cookie both arrive', async () => {
    const [first, second] = [await startLogin('/?tab=1'), await startLogin('/?tab=2')]
    // The cookie that they share is that of the later answer; each has one of its own.
    const own = cookiesOf(first.begun).replace(/sidedesk_login=[^;]*; /, '')
    const jar = `${cookiesOf(second.begun)}; ${own}`
    expect((await bff.get(first.landing, jar)).headers.location).toBe('/?tab=1')
    expect((await bff.get(second.landing, jar)).headers.location).toBe('/?tab=2')
    for (const { landing } of [first, second])
      expect((await bff.get(landing, jar)).json()).toMatchObject({ code: 'bad_state' })
  })

  it('tells people what went wrong on a page of its own', async () => {
    const headers = { accept: 'text/html', 'user-agent': wecomUserAgent }
    const answer = await bff.get('/auth/callback?code=x&state=y', undefined, headers)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(answer.body).toContain('登录没有走完')
    expect(answer.body).toContain('bad_state')
    expect(answer.body).toContain('从侧边栏里再打开一次')
  })

  it('begins anew once when WeCom calls the code spent, and stops then', async () => {
    const spend = (landing: string) => landing.replace(/code=[^&]*/, 'code=spent')
    const { landing, cookie } = await startLogin('/?a=1')
    const restarted = await bff.get(spend(landing), cookie)
    expect(restarted.statusCode).toBe(302)
    const second = await authorize(restarted.headers.location ?? '', wecom.url, 'mengxiangyu')
    const stopped = await bff.get(spend(second), cookiesOf(restarted))
    expect(stopped.json()).toMatchObject({ code: 'bad_state' })
    const used = await bff.get(second, cookiesOf(restarted))
    expect(used.json()).toMatchObject({ code: 'bad_state' })
  })

  it('refuses who is not a member of the company', async () => {
    const { landing, cookie } = await startLogin('/', 'outsider')
    const answer = await bff.get(landing, cookie)
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'not_a_member' })
    expect(cookiesOf(answer)).not.toContain('session')
    const again = await startLogin('/', 'outsider')
    const page = await bff.get(again.landing, again.cookie, { accept: 'text/html' })
    expect(page.body).toContain('请让管理员把你加进应用的可见范围')
  })

  it('tells who is not a member the same each time, and never that the login goes round in circles', async () => {
    let cookie = ''
    for (let round = 0; round < 5; round += 1) {
      const begun = await bff.get('/auth/login', cookie)
      expect(begun.statusCode, `round ${round}`).toBe(302)
      const landing = await authorize(begun.headers.location ?? '', wecom.url, 'outsider')
      const refused = await bff.get(landing, cookiesOf(begun))
      expect(refused.json()).toMatchObject({ code: 'not_a_member' })
      cookie = cookiesOf(refused)
    }
  })

  it('stops after three rounds that led back to the login', async () => {
    let cookie = ''
    for (let round = 0; round < 3; round += 1) {
      const begun = await bff.get('/auth/login', cookie)
      const landing = await authorize(begun.headers.location ?? '', wecom.url, 'mengxiangyu')
      const done = await bff.get(landing, cookiesOf(begun))
      // The browser has lost the session cookie.
      cookie = cookiesOf(done).replace(/sidedesk_session=[^;]*/, '')
    }
    const looped = await bff.get('/auth/login', cookie, { accept: 'text/html' })
    expect(looped.statusCode).toBe(403)
    expect(looped.body).toContain('login_loop')
    expect(looped.cookies).toContainEqual(expect.objectContaining({ name: 'sidedesk_login', value: '' }))
  })

  it('forgets the rounds once the page has loaded', async () => {
    const { landing, cookie } = await startLogin()
    const done = await bff.get(landing, cookie)
    const page = await bff.get('/', cookiesOf(done))
    expect(page.cookies).toContainEqual(expect.objectContaining({ name: 'sidedesk_login', value: '' }))
  })

  it('answers 502 and not a session while WeCom is down', async () => {
    const { landing, cookie } = await startLogin()
    wecom.fault = 'refusing'
    const answer = await bff.get(landing, cookie)
    wecom.fault = 'none'
    expect(answer.statusCode).toBe(502)
    expect(answer.json()).toMatchObject({ code: 'upstream_refused', source: 'wecom' })
    expect(cookiesOf(answer)).not.toContain('session')
  })
})

describe('the session', () => {
  it('ends after twelve hours without use', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    now += minutes(12 * 60) + 1000
    const answer = await bff.get('/api/session', cookie)
    expect(answer.statusCode).toBe(401)
    expect(answer.json()).toMatchObject({ code: 'unauthenticated', status: 401 })
  })

  it('slides with use', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    now += minutes(9)
    expect((await bff.get('/api/session', cookie)).cookies).toEqual([])
    now += minutes(2)
    const renewed = cookiesOf(await bff.get('/api/session', cookie))
    now += minutes(12 * 60 - 1)
    expect((await bff.get('/api/session', renewed)).statusCode).toBe(200)
    expect((await bff.get('/api/session', cookie)).statusCode).toBe(401)
  })

  it('is never renewed on a file that caches keep for everybody', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    now += minutes(11)
    for (const url of ['/assets/main.js', '/guard.js']) expect((await bff.get(url, cookie)).cookies).toEqual([])
    expect((await bff.get('/api/session', cookie)).cookies).toHaveLength(1)
  })

  it.each([
    ['nothing', ''],
    ['nonsense', 'sidedesk_session=x'],
    ['an unsigned token', 'sidedesk_session=eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZW5neGlhbmd5dSJ9.'],
  ])('is not made of %s', async (_name, cookie) => {
    expect((await bff.get('/api/session', cookie)).json()).toMatchObject({ code: 'unauthenticated' })
  })

  it('is not a changed session', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    const [head, claims = '', mac] = cookie.split('.')
    const forged = Buffer.from(claims, 'base64url').toString().replace('mengxiangyu', 'linxiaomei')
    const changed = [head, Buffer.from(forged).toString('base64url'), mac].join('.')
    expect((await bff.get('/api/session', changed)).statusCode).toBe(401)
  })

  it('is not the cookie of a login', async () => {
    const { cookie } = await startLogin()
    const answer = await bff.get('/api/session', cookie.replace('sidedesk_login', 'sidedesk_session'))
    expect(answer.statusCode).toBe(401)
  })

  it('ends with the logout', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    const answer = await bff.app.inject({
      method: 'POST',
      url: '/auth/logout',
      headers: { cookie, origin: publicOrigin },
    })
    expect(answer.statusCode).toBe(204)
    expect(answer.cookies).toContainEqual(expect.objectContaining({ name: 'sidedesk_session', value: '' }))
  })

  it('survives the rotation of its key, until the old one is gone', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    const [fresh, old] = ['another-session-key-0123456789-abcdef', 'a-session-key-of-the-tests-0123456789']
    const start = (SESSION_KEY: string) =>
      startBff({ environment: { ...wecom.environment, SESSION_KEY }, wecomUrl: wecom.url, clock })
    const rotated = await start(`${fresh},${old}`)
    expect((await rotated.get('/api/session', cookie)).statusCode).toBe(200)
    await rotated.close()
    const later = await start(fresh)
    expect((await later.get('/api/session', cookie)).statusCode).toBe(401)
    await later.close()
  })

  it('does not hold in another company', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    const environment = { ...wecom.environment, WECOM_CORP_ID: 'wwanother' }
    const other = await startBff({ environment, wecomUrl: wecom.url, clock })
    expect((await other.get('/api/session', cookie)).statusCode).toBe(401)
    await other.close()
  })

  it('is bound to https and this host where the origin is https', async () => {
    const environment = { ...wecom.environment, PUBLIC_ORIGIN: 'https://desk.example.com' }
    const secure = await startBff({ environment, wecomUrl: wecom.url, clock })
    const begun = await secure.get('/auth/login')
    expect(begun.cookies).toContainEqual(
      expect.objectContaining({ name: '__Host-sidedesk_login', secure: true, path: '/', httpOnly: true }),
    )
    expect(begun.headers['strict-transport-security']).toMatch(/^max-age=\d{7,}/)
    await secure.close()
  })

  it('leaves a line in the log when it begins and when it ends', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    await bff.app.inject({ method: 'POST', url: '/auth/logout', headers: { cookie } })
    const lines = bff.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
    const audits = lines.filter(({ userid }) => userid === 'mengxiangyu').map(({ audit }) => audit)
    expect(audits.filter(Boolean).slice(-2)).toEqual(['sign-in', 'sign-out'])
  })

  const linesOf = ({ logged }: TestBff) => logged.map((line) => JSON.parse(line) as Record<string, unknown>)

  it('names the address of a sign-in, and why one was refused', async () => {
    await bff.app.inject({ url: '/auth/callback?state=x&code=y', remoteAddress: '203.0.113.7' })
    const refused = linesOf(bff).filter(({ audit, refused: code }) => audit === 'sign-in' && code !== undefined)
    expect(refused.at(-1)).toMatchObject({ address: '203.0.113.7', userid: null, refused: 'bad_state' })
    const answered = linesOf(bff).filter(({ msg }) => msg === 'answered')
    expect(answered.at(-1)).toMatchObject({ route: '/auth/callback', status: 400, code: 'bad_state' })
  })

  it('says who read which customer, where that is asked for', async () => {
    const readsOf = async (environment: Record<string, string>) => {
      const each = await startBff({ environment: { ...wecom.environment, ...environment }, wecomUrl: wecom.url, clock })
      const mine = await each.signIn(cast.salesperson)
      await each.get(`/api/contacts/${cast.managed}`, mine)
      await each.get('/api/session', mine)
      await each.close()
      return linesOf(each).filter(({ audit }) => audit === 'read')
    }
    expect(await readsOf({})).toEqual([])
    expect(await readsOf({ AUDIT_READS: '1' })).toEqual([
      expect.objectContaining({ userid: cast.salesperson, externalUserId: cast.managed, status: 200 }),
    ])
  })

  it('limits sign-ins per address', async () => {
    const environment = { ...wecom.environment, RATE_LIMIT_SIGN_INS: '2' }
    const strict = await startBff({ environment, wecomUrl: wecom.url, clock })
    await strict.get('/auth/login')
    await strict.get('/auth/login')
    const third = await strict.get('/auth/login')
    expect(third.statusCode).toBe(429)
    expect(third.json()).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) })
    expect(third.headers['retry-after']).toMatch(/^\d+$/)
    await strict.close()
  })

  it('limits calls per salesperson, not per address', async () => {
    const environment = { ...wecom.environment, RATE_LIMIT_CALLS: '2' }
    const strict = await startBff({ environment, wecomUrl: wecom.url, clock })
    const [mine, hers] = [await strict.signIn('mengxiangyu'), await strict.signIn('linxiaomei')]
    await strict.get('/api/session', mine)
    await strict.get('/api/session', mine)
    expect((await strict.get('/api/session', mine)).json()).toMatchObject({ code: 'rate_limited' })
    expect((await strict.get('/api/session', hers)).statusCode).toBe(200)
    await strict.close()
  })

  it('is nowhere in the log, and neither are codes and states', async () => {
    const { landing, cookie } = await startLogin()
    const done = await bff.get(landing, cookie)
    await bff.get('/api/session', cookiesOf(done))
    const log = bff.logged.join('\n')
    const secrets = [...new URLSearchParams(landing.split('?')[1]).values(), ...cookie.split('='), cookiesOf(done)]
    expect(log).toContain('/auth/callback')
    for (const secret of secrets.filter((text) => text.length > 20)) expect(log).not.toContain(secret)
    expect(log).not.toContain(wecom.environment['WECOM_SECRET'])
  })
})
