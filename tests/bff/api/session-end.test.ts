import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SignJWT } from 'jose'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import type { World } from '../../../src/sandbox/world/world.ts'
import { deriveKeys } from '../../../src/bff/secrets/keys.ts'
import { cookiesOf, publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const began = Date.parse('2026-11-20T10:00:00+08:00')
let now = began
const clock = clockOf(() => now)
const minutes = (count: number) => count * 60_000
const hours = (count: number) => count * 3_600_000
const days = (count: number) => count * 86_400_000
const SESSION_KEY = 'a-session-key-of-the-tests-0123456789'
let world: World
let wecom: WecomVendor
let bff: TestBff

/** A world for each test: people leave it. Callbacks are not told of. */
beforeEach(async () => {
  now = began
  world = createWorld({ now })
  wecom = await startWecom({ world, clock, publicOrigin })
  bff = await startBff({ environment: wecom.environment, wecomUrl: wecom.url, clock })
})
afterEach(async () => {
  await bff.close()
  await wecom.close()
})

/** As WeCom knows him. */
const me = () => world.staff.find(({ userid }) => userid === 'mengxiangyu') ?? {}
const statusOf = async (cookie: string, url = '/api/session') => (await bff.get(url, cookie)).statusCode
const sessionOf = (answer: Awaited<ReturnType<TestBff['get']>>) =>
  answer.cookies.some(({ name, value }) => name === 'sidedesk_session' && value !== '') ? cookiesOf(answer) : null

/** Uses the session; answers the cookie that the browser has then. */
async function use(cookie: string): Promise<string> {
  const answer = await bff.get('/api/session', cookie)
  expect(answer.statusCode).toBe(200)
  return sessionOf(answer) ?? cookie
}

const logout = (cookie: string) =>
  bff.app.inject({ method: 'POST', url: '/auth/logout', headers: { cookie, origin: publicOrigin } })

const signed = (claims: object, at = now) => {
  const [key] = deriveKeys([SESSION_KEY], 'session')
  const iat = Math.floor(at / 1000)
  return new SignJWT({ corp: wecom.environment['WECOM_CORP_ID'], name: '孟祥宇', iat, exp: iat + 43_200, ...claims })
    .setProtectedHeader({ alg: 'HS256', kid: key.kid })
    .sign(key.bytes)
}
/** As the version before wrote it. */
const oldCookie = async (at = now) => `sidedesk_session=${await signed({ sub: 'mengxiangyu' }, at)}`

describe('however it is used, a session ends', () => {
  it('seven days after the sign-in', async () => {
    let cookie = await bff.signIn('mengxiangyu')
    while (now - began < days(7) - hours(11)) {
      now += hours(11)
      cookie = await use(cookie)
    }
    now = began + days(7) - 1000
    expect(await statusOf(cookie)).toBe(200)
    now = began + days(7)
    expect(await statusOf(cookie)).toBe(401)
  })

  it('and its cookie does not promise more', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    let last = cookie
    for (const at of [0.4, 0.8, 1.2, 1.6, 2, 2.4, 2.8, 3.2, 3.6, 4, 4.4, 4.8, 5.2, 5.6, 6, 6.4, 6.8]) {
      now = began + days(at)
      last = await use(last)
    }
    now += minutes(11)
    const { cookies } = await bff.get('/api/session', last)
    expect(cookies[0]?.maxAge).toBe(Math.floor((began + days(7) - now) / 1000))
  })

  it('counted from its cookie where the version before made it', async () => {
    let cookie = await oldCookie()
    for (let round = 0; round < 15; round += 1) {
      now += hours(11)
      cookie = await use(cookie)
    }
    now = began + days(7)
    expect(await statusOf(cookie)).toBe(401)
  })

  it('at once where its time lies in the future, and is not remembered as good', async () => {
    expect(await statusOf(await oldCookie(now + 59_000))).toBe(200)
    expect(await statusOf(await oldCookie(now + 62_000))).toBe(401)
    const cookie = await bff.signIn('mengxiangyu')
    expect(await statusOf(cookie)).toBe(200)
    now -= minutes(2)
    expect(await statusOf(cookie)).toBe(401)
  })
})

describe('a sign-out', () => {
  it('ends every copy of the session, slid or not, on every instance', async () => {
    const first = await bff.signIn('mengxiangyu')
    now += minutes(11)
    const slid = await use(first)
    const other = await bff.signIn('mengxiangyu')
    const answer = await logout(slid)
    expect(answer.statusCode).toBe(204)
    expect(answer.headers['clear-site-data']).toBe('"cache", "cookies", "storage"')
    for (const copy of [first, slid]) {
      expect(await statusOf(copy)).toBe(401)
      expect((await bff.get('/', copy)).body).not.toContain('孟祥宇')
    }
    expect(await statusOf(other)).toBe(200)
  })

  it('ends the copies of a cookie that the version before made', async () => {
    const cookie = await oldCookie()
    now += minutes(11)
    const slid = await use(cookie)
    await logout(cookie)
    expect(await statusOf(slid)).toBe(401)
  })

  it('holds for as long as a copy could live', async () => {
    let copy = await bff.signIn('mengxiangyu')
    await logout(copy)
    for (let round = 0; round < 3; round += 1) {
      now += hours(2)
      await bff.store.changes.sweep(now)
      expect(await statusOf(copy)).toBe(401)
      copy = (await bff.get('/api/session', copy)).cookies[0]?.value ?? copy
    }
  })
})

describe('who is no longer a member', () => {
  const leave: [string, () => Promise<void>][] = [
    ['deleted', () => wecom.deleteMember('mengxiangyu')],
    ['disabled', () => wecom.setMemberStatus('mengxiangyu', 2)],
    ['gone from the company', () => wecom.setMemberStatus('mengxiangyu', 5)],
    ['outside the visible range', () => wecom.hideMember('mengxiangyu')],
  ]

  it.each(leave)('%s: every session ends within ten minutes', async (_how, act) => {
    const [one, two] = [await bff.signIn('mengxiangyu'), await bff.signIn('mengxiangyu')]
    await act()
    now += minutes(10)
    expect(await statusOf(one)).toBe(401)
    expect(await statusOf(two)).toBe(401)
    expect(await bff.store.departures.of('mengxiangyu')).toMatchObject({ isFinal: false })
  })

  it('finds neither the page nor the administrators’ one', async () => {
    const environment = { ...wecom.environment, ADMIN_USERIDS: 'mengxiangyu' }
    const admins = await startBff({ environment, wecomUrl: wecom.url, clock })
    for (const [url, before, after] of [
      ['/admin/doctor', 302, 404],
      ['/admin', 200, 302],
      ['/', 200, 302],
    ] as const) {
      const cookie = await admins.signIn('mengxiangyu')
      const headers = { 'user-agent': 'wxwork/4.1' }
      expect((await admins.get(url, cookie, headers)).statusCode).toBe(before)
      await wecom.hideMember('mengxiangyu')
      now += minutes(10)
      expect((await admins.get(url, cookie, headers)).statusCode).toBe(after)
      await wecom.showMember('mengxiangyu')
    }
    await admins.close()
  })

  it('is not let in', async () => {
    await wecom.hideMember('mengxiangyu')
    await expect(bff.signIn('mengxiangyu')).rejects.toThrow('403')
    await wecom.showMember('mengxiangyu')
    await wecom.setMemberStatus('mengxiangyu', 5)
    await expect(bff.signIn('mengxiangyu')).rejects.toThrow('not_a_member')
  })

  it('is not let in either while WeCom does not say, once it is known', async () => {
    await wecom.hideMember('mengxiangyu')
    await expect(bff.signIn('mengxiangyu')).rejects.toThrow('403')
    wecom.refuseWith(48_002, 'user/get')
    await expect(bff.signIn('mengxiangyu')).rejects.toThrow('502')
    expect(await bff.signIn('linxiaomei')).toBeTruthy()
  })

  it('is asked about once for all of a page, and for nothing that a file needs', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    now += minutes(11)
    const asked = () => wecom.seen.filter(({ operation }) => operation === 'user/get').length
    const before = asked()
    await Promise.all(['/assets/main.js', '/guard.js', '/healthz'].map((url) => bff.get(url, cookie)))
    expect(asked()).toBe(before)
    await Promise.all(Array.from({ length: 5 }, () => bff.get('/api/session', cookie)))
    await bff.get('/', cookie)
    expect(asked()).toBe(before + 1)
  })

  it('has the name that he has now', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    Object.assign(me(), { name: '孟大宇' })
    now += minutes(11)
    const slid = await use(cookie)
    expect((await bff.get('/api/session', slid)).json()).toMatchObject({ staff: { name: '孟大宇' } })
  })
})

describe('while WeCom does not say', () => {
  it('a session goes on for an hour without a new cookie, and then waits for WeCom', async () => {
    const cookie = await bff.signIn('mengxiangyu')
    wecom.refuseWith(48_002, 'user/get')
    now += minutes(11)
    const answer = await bff.get('/api/session', cookie)
    expect([answer.statusCode, answer.cookies]).toEqual([200, []])
    now = began + minutes(69)
    expect(await statusOf(cookie)).toBe(200)
    now = began + minutes(71)
    const late = await bff.get('/api/session', cookie)
    expect(late.statusCode).toBe(502)
    expect(late.json()).toMatchObject({ code: 'upstream_refused', source: 'wecom' })
    expect(late.cookies).toEqual([])
    wecom.refuseWith(0)
    now += minutes(1)
    expect(await statusOf(cookie)).toBe(200)
  })

  it('an unreadable status is no end', async () => {
    let cookie = await bff.signIn('mengxiangyu')
    for (const status of ['5', null, 5.5, {}, 4]) {
      Object.assign(me(), { status })
      now += minutes(11)
      const slid = await use(cookie)
      expect(slid).not.toBe(cookie)
      cookie = slid
    }
  })
})

describe('all sessions of a person', () => {
  it('end with a word of an administrator, whatever the letters of the userid; later ones do not', async () => {
    const [mine, hers] = [await bff.signIn('mengxiangyu'), await bff.signIn('linxiaomei')]
    await bff.store.sessionEnds.put('sessions of mengxiangyu', now - days(1))
    expect([await statusOf(mine), await statusOf(hers)]).toEqual([401, 200])
    const next = await bff.signIn('mengxiangyu')
    expect(await statusOf(next)).toBe(200)
    now += minutes(11)
    await use(next)
  })
})

describe('after a departure', () => {
  it('who is found again within a day goes on, later nothing is inherited', async () => {
    const { store } = bff
    await store.links.importRows(
      [{ subject: 'staff', wecomId: 'mengxiangyu', source: 'waiqin', sourceId: 'w1' }],
      'import',
      1,
    )
    await wecom.hideMember('mengxiangyu')
    await expect(bff.signIn('mengxiangyu')).rejects.toThrow('403')
    now += hours(23)
    await wecom.showMember('mengxiangyu')
    await bff.signIn('mengxiangyu')
    expect(await store.departures.of('mengxiangyu')).toBeNull()
    expect(await store.links.staffId('mengxiangyu', 'waiqin')).toBe('w1')
    await wecom.hideMember('mengxiangyu')
    await expect(bff.signIn('mengxiangyu')).rejects.toThrow('403')
    now += hours(25)
    await wecom.showMember('mengxiangyu')
    const cookie = await bff.signIn('mengxiangyu')
    expect(await statusOf(cookie)).toBe(200)
    expect(await store.links.staffId('mengxiangyu', 'waiqin')).toBeNull()
    expect(await store.departures.restore('mengxiangyu')).toBe(true)
    expect(await store.links.staffId('mengxiangyu', 'waiqin')).toBe('w1')
  })
})
