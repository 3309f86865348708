import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Session } from '#contract/session'
import { NoticeList, PushList } from '#contract/work'
import { loginShapes, type LoginShape } from '../../../src/sandbox/vendors/yunzhong/quirks.ts'
import { seedContact, seedStaff, startYunzhongWork, told, type YunzhongBench } from '../../support/start-yunzhong.ts'
import { clockOf } from '../../support/clock.ts'

const minuteMs = 60_000
let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: YunzhongBench
let me: string

beforeAll(async () => {
  bench = await startYunzhongWork({ clock: clockOf(() => now) })
})
beforeEach(async () => {
  me = await bench.bff.signIn(seedStaff)
})
afterEach(async () => {
  const { vendor, send } = bench
  vendor.fault = 'none'
  vendor.setQuirks({ loginShape: null, needsBusiness: false, renewsCookie: false })
  vendor.unlock()
  await send('DELETE', 'me/connections/yunzhong', me)
  // Failed sign-ins are forgotten after this time.
  now += 31 * minuteMs
})
afterAll(() => bench.close())

/** Ways to say that a session is over. */
const ends: readonly LoginShape[] = ['login_status 0', 'login_status 1', 'status -2', 'status -5', 'html']
const connect = (password?: string) => bench.connect(me, seedStaff, password)
const pushes = async () => PushList.parse((await bench.send('GET', `contacts/${seedContact}/pushes`, me)).json())
const isConnected = async () =>
  Session.parse((await bench.send('GET', 'session', me)).json()).sources.find(({ id }) => id === 'yunzhong')

describe('a connection', () => {
  it('is nobody’s at first, which every list says', async () => {
    expect(await isConnected()).toEqual({ id: 'yunzhong', configured: true, connected: false })
    expect(await pushes()).toMatchObject({ state: 'disconnected', items: [], total: null })
    expect(NoticeList.parse((await bench.send('GET', 'me/notices', me)).json()).state).toBe('disconnected')
    expect(bench.calls('getTask')).toBe(0)
  })

  it('is made with mobile and password, seen in the session, and used by the lists', async () => {
    expect(told(await connect())).toEqual([204])
    expect((await isConnected())?.connected).toBe(true)
    expect((await pushes()).state).toBe('fresh')
    expect(bench.bff.logged.join('')).toContain('"audit":"connect"')
  })

  it('is one person’s own', async () => {
    await connect()
    const other = await bench.bff.signIn('hejing')
    expect(NoticeList.parse((await bench.send('GET', 'me/notices', other)).json()).state).toBe('disconnected')
  })

  it('ends where it began: the vendor is told, too', async () => {
    await connect()
    expect(bench.vendor.sessionsOf(seedStaff)).toBe(1)
    expect(told(await bench.send('DELETE', 'me/connections/yunzhong', me))).toEqual([204])
    expect(bench.vendor.sessionsOf(seedStaff)).toBe(0)
    expect((await isConnected())?.connected).toBe(false)
    expect((await pushes()).state).toBe('disconnected')
    expect(told(await bench.send('DELETE', 'me/connections/yunzhong', me))).toEqual([204])
  })

  it('can be ended while the vendor is down', async () => {
    await connect()
    bench.vendor.fault = 'down'
    expect(told(await bench.send('DELETE', 'me/connections/yunzhong', me))).toEqual([204])
    expect((await isConnected())?.connected).toBe(false)
  })

  it.each(ends)('is over when the vendor says %s, and one sign-in brings it back', async (loginShape) => {
    await connect()
    expect((await pushes()).state).toBe('fresh')
    bench.vendor.setQuirks({ loginShape })
    bench.vendor.expireSessions(seedStaff)
    now += minuteMs
    const before = bench.calls('getTask')
    expect(await pushes()).toMatchObject({ state: 'disconnected', items: [] })
    expect(bench.calls('getTask') - before).toBeLessThanOrEqual(2)
    expect(told(await bench.send('GET', `contacts/${seedContact}/pushes/1`, me))).toEqual([409, 'not_connected'])
    bench.vendor.setQuirks({ loginShape: null })
    expect(told(await connect())).toEqual([204])
    expect((await pushes()).state).toBe('fresh')
  })

  it.each(loginShapes.filter((shape) => !ends.includes(shape)))(
    'is not over when the vendor says %s: signing in would not mend that',
    async (loginShape) => {
      await connect()
      bench.vendor.setQuirks({ loginShape })
      bench.vendor.expireSessions(seedStaff)
      const answer = await bench.send('GET', `contacts/${seedContact}/pushes`, me)
      expect(told(answer)).toEqual([502, 'upstream_refused'])
      expect((await isConnected())?.connected).toBe(true)
    },
  )

  it('outlives the page of a gateway that is back in a minute', async () => {
    await connect()
    await pushes()
    bench.vendor.fault = 'garbage'
    now += minuteMs
    // The vendor answers with an HTML page first, then with JSON that breaks off.
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await pushes()).toMatchObject({ state: 'stale', problem: { code: 'upstream_unreadable' } })
      now += minuteMs
    }
    bench.vendor.fault = 'none'
    now += minuteMs
    expect((await pushes()).state).toBe('fresh')
  })

  it('follows its cookie when the vendor changes it', async () => {
    bench.vendor.setQuirks({ renewsCookie: true })
    await connect()
    for (let turn = 0; turn < 3; turn += 1) {
      // The former cookie stays valid for only a minute.
      now += 5 * minuteMs
      expect((await pushes()).state).toBe('fresh')
    }
  })

  it('chooses the enterprise where the account has several', async () => {
    bench.vendor.setQuirks({ needsBusiness: true })
    const before = bench.calls('manageBusiness')
    await connect()
    expect(bench.calls('manageBusiness') - before).toBe(1)
    expect(NoticeList.parse((await bench.send('GET', 'me/notices', me)).json()).state).toBe('fresh')
    expect(bench.calls('manageBusiness') - before).toBe(1)
  })
})

describe('a wrong password', () => {
  it('is told, and after three of them the vendor is not asked a fourth time', async () => {
    const { mobile } = bench.vendor.accountOf(seedStaff)
    const answers = []
    for (let turn = 0; turn < 3; turn += 1) answers.push(told(await connect('wrong')))
    expect(answers).toEqual(Array.from({ length: 3 }, () => [403, 'wrong_password']))
    const fourth = await connect()
    expect(told(fourth)).toEqual([429, 'account_locked'])
    expect(fourth.json<{ retryAfter: number }>().retryAfter).toBe(1800)
    expect(bench.vendor.passwordFailures(mobile)).toBe(3)
  })

  it('locks only who made it: a colleague’s three for my mobile leave me mine', async () => {
    const hejing = await bench.bff.signIn('hejing')
    for (let turn = 0; turn < 3; turn += 1) await bench.connect(hejing, seedStaff, 'wrong')
    expect(told(await bench.connect(hejing, seedStaff))).toEqual([429, 'account_locked'])
    expect(told(await connect('wrong'))).toEqual([403, 'wrong_password'])
    expect(told(await connect())).toEqual([204])
  })

  it('locks a mobile at the fifth, as the vendor does, whoever made them and whether or not it has an account', async () => {
    const { mobile } = bench.vendor.accountOf(seedStaff)
    const hejing = await bench.bff.signIn('hejing')
    const triedOf = async (tried: string) => {
      const body = { mobile: tried, password: 'wrong' }
      const send = (cookie: string) => bench.send('PUT', 'me/connections/yunzhong', cookie, body)
      const bodies = []
      for (const cookie of [hejing, hejing, me, me, hejing])
        bodies.push({ ...(await send(cookie)).json<object>(), requestId: '' })
      now += 31 * minuteMs
      return bodies
    }
    const ofAccount = await triedOf(mobile)
    expect(ofAccount.map((each) => 'code' in each && each.code)).toEqual([
      ...Array.from({ length: 4 }, () => 'wrong_password'),
      'account_locked',
    ])
    expect(ofAccount).toEqual(await triedOf('18800000001'))
  })

  it('is asked about five times at most for one mobile, whoever tries', async () => {
    const { mobile } = bench.vendor.accountOf(seedStaff)
    const others = await Promise.all(['hejing', 'linxiaomei', 'zhouwei'].map((userid) => bench.bff.signIn(userid)))
    const before = bench.calls('login')
    for (const cookie of others) for (let turn = 0; turn < 3; turn += 1) await bench.connect(cookie, seedStaff, 'wrong')
    expect(bench.calls('login') - before).toBe(5)
    expect(bench.vendor.passwordFailures(mobile)).toBe(5)
  })

  it('counts for the person, whatever mobile he tries', async () => {
    const [one, other, third] = bench.simulators.world.staff
    for (const staff of [one, other, third]) await bench.connect(me, staff?.userid ?? '', 'wrong')
    const before = bench.calls('login')
    expect(told(await connect())).toEqual([429, 'account_locked'])
    expect(bench.calls('login')).toBe(before)
  })

  it('still counts after a sign-in to one’s own account: nobody guesses at others’ between two of them', async () => {
    const mobileOf = (userid: string) => bench.vendor.accountOf(userid).mobile
    const others = ['hejing', 'linxiaomei', 'zhouwei', 'wujianguo'].map(mobileOf)
    const answers = []
    for (const mobile of others) {
      const guess = { mobile, password: 'wrong' }
      answers.push(told(await bench.send('PUT', 'me/connections/yunzhong', me, guess)))
      await connect()
    }
    expect(answers.map(([status]) => status)).toEqual([403, 403, 403, 429])
  })

  it('is asked about three times at most when all are sent at once', async () => {
    const before = bench.calls('login')
    const answers = await Promise.all(Array.from({ length: 8 }, () => connect('wrong')))
    expect(bench.calls('login') - before).toBe(3)
    expect(answers.map(told).filter(([status]) => status === 429)).toHaveLength(5)
  })

  it('does not stand in the way of the right one, and is forgotten after half an hour', async () => {
    await connect('wrong')
    await connect('wrong')
    expect(told(await connect())).toEqual([204])
    for (let turn = 0; turn < 3; turn += 1) await connect('wrong')
    now += 31 * minuteMs
    bench.vendor.unlock()
    expect(told(await connect())).toEqual([204])
  })

  it('is what somebody without an account hears, too', async () => {
    const body = { mobile: '18800000000', password: 'x' }
    const answer = await bench.send('PUT', 'me/connections/yunzhong', me, body)
    expect(told(answer)).toEqual([403, 'wrong_password'])
  })

  it('does not count while the vendor is down', async () => {
    bench.vendor.fault = 'down'
    for (let turn = 0; turn < 4; turn += 1) expect(told(await connect())).toEqual([502, 'upstream_unreachable'])
    bench.vendor.fault = 'none'
    expect(told(await connect())).toEqual([204])
  })
})

describe('an account that the vendor itself has locked', () => {
  it('is said to be so, and not asked about again', async () => {
    const { mobile } = bench.vendor.accountOf(seedStaff)
    const url = `${bench.vendor.url}/addons/yun_shop/api.php?i=6&type=5&route=member.login.index`
    const body = JSON.stringify({ mobile, password: 'wrong' })
    const headers = { 'content-type': 'application/json' }
    for (let turn = 0; turn < 5; turn += 1) await fetch(url, { method: 'POST', headers, body })
    expect(told(await connect())).toEqual([429, 'account_locked'])
    const before = bench.calls('login')
    expect(told(await connect())).toEqual([429, 'account_locked'])
    expect(bench.calls('login')).toBe(before)
  })
})

describe('bad input', () => {
  it.each([
    [{}],
    [{ mobile: '1', password: 'x' }],
    [{ mobile: '13900000001' }],
    [{ mobile: '13900000001', password: '' }],
    [{ mobile: '13900000001', password: 'zzq'.repeat(100) }],
    [{ mobile: '13900000001', password: 'x', more: 1 }],
  ])('%j is refused and not repeated', async (body) => {
    const answer = await bench.send('PUT', 'me/connections/yunzhong', me, body)
    expect(told(answer)).toEqual([400, 'bad_request'])
    expect(answer.body).not.toContain('zzq')
  })
})

describe('secrets', () => {
  it('are in no answer, log line, page or table', async () => {
    const { password, mobile } = bench.vendor.accountOf(seedStaff)
    const answers = [await connect('not-the-password-zzq'), await connect()]
    bench.vendor.fault = 'refusing'
    answers.push(await connect('refused-password-zzq'))
    bench.vendor.fault = 'none'
    answers.push(await bench.send('GET', 'session', me), await bench.bff.get('/', me))
    const row = await bench.bff.store.connections.get(seedStaff, `yunzhong:staff:${bench.vendor.url}:6`)
    expect(row?.sealed).toMatch(/^eyJ/)
    const all = [...answers.map(({ body }) => body), ...bench.bff.logged, JSON.stringify(row)].join('\n')
    expect(all.length).toBeGreaterThan(1000)
    for (const secret of [password, mobile, 'password-zzq', 'PHPSESSID']) expect(all).not.toContain(secret)
  })
})
