import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cast } from '../../src/sandbox/world/cast.ts'
import { yunzhongTenant } from '../../src/sandbox/vendors/yunzhong/index.ts'
import { loginShapes } from '../../src/sandbox/vendors/yunzhong/quirks.ts'
import { startYunzhongCaller, type YunzhongCaller } from './support/yunzhong-caller.ts'

let caller: YunzhongCaller
beforeEach(async () => {
  caller = await startYunzhongCaller()
})
afterEach(() => caller.vendor.close())

const unread = 'plugin/project-manager/notice/unread'
const mobile = '13900000001'

describe('signing in', () => {
  test('mobile and password open a session, whose cookie no script may read', async () => {
    const path = '/addons/yun_shop/api.php?i=6&type=5&route=member.login.index'
    const body = new URLSearchParams({ mobile, password: 'sidedesk-demo-1' })
    const response = await caller.ask(path, { method: 'POST', body })
    expect(response.headers.get('set-cookie')).toMatch(/^PHPSESSID=[a-z0-9]{26}; path=\/; HttpOnly$/)
    expect(await response.json()).toMatchObject({ result: 1, data: { status: 1, uid: 2460, nickname: '孟祥宇' } })
    expect(await caller.get(unread)).toMatchObject({ result: 1 })
  })

  test('a wrong password is HTTP 200 with the vendor’s words and no cookie', async () => {
    const msg = '密码错误！你还剩4次机会'
    expect(await caller.signInAs(mobile, 'guess')).toEqual({ result: 0, msg, data: { status: 6 } })
    expect(caller.cookie()).toBe('')
    expect(caller.vendor.passwordFailures(mobile)).toBe(1)
  })

  test('an unknown mobile is told so', async () => {
    expect(await caller.signInAs('13911112222', 'x')).toMatchObject({ result: 0, msg: '用户不存在' })
  })

  test('five wrong tries lock a mobile for thirty minutes, for the right password too', async () => {
    for (const left of [4, 3, 2, 1, 0])
      expect(await caller.signInAs(mobile, 'guess')).toMatchObject({ msg: `密码错误！你还剩${left}次机会` })
    const right = () => caller.signInAs(mobile, 'sidedesk-demo-1')
    expect((await right()).msg).toBe('账号锁定中，请30分钟后再登录')
    caller.pass(30 * 60_000 - 1)
    expect((await right()).msg).toBe('账号锁定中，请1分钟后再登录')
    expect(await caller.signInAs('13900000002', 'sidedesk-demo-2')).toMatchObject({ result: 1 })
    caller.pass(1)
    expect(await right()).toMatchObject({ result: 1 })
    expect(caller.vendor.passwordFailures(mobile)).toBe(0)
  })

  test('a right password forgives the wrong ones before it', async () => {
    for (let tries = 0; tries < 4; tries += 1) await caller.signInAs(mobile, 'guess')
    await caller.signIn(cast.salesperson)
    await caller.signInAs(mobile, 'guess')
    expect(caller.vendor.passwordFailures(mobile)).toBe(1)
  })

  test('each of the company and the service account can sign in', async () => {
    for (const { userid } of caller.world.staff) await caller.signIn(userid)
    expect(await caller.signInAs(yunzhongTenant.mobile, yunzhongTenant.password)).toMatchObject({ result: 1 })
  })

  test('another shop and an unknown route are refused', async () => {
    const wrongShop = await caller.ask('/addons/yun_shop/api.php?i=7&type=5&route=member.login.index')
    expect(await wrongShop.json()).toMatchObject({ result: 0, msg: '无此公众号', data: { login_status: -2 } })
    expect(await caller.api('member.nothing.index')).toEqual({ result: 0, msg: '不存在的接口', data: [] })
    await caller.signIn(cast.salesperson)
    expect(await (await caller.ask(`/business/1/${unread}`)).json()).toMatchObject({ result: 0 })
  })
})

describe('a session', () => {
  test('lives on by being used, and ends after two idle hours', async () => {
    await caller.signIn(cast.salesperson)
    for (let hours = 0; hours < 4; hours += 1) {
      caller.pass(7_199_000)
      expect(await caller.get(unread)).toMatchObject({ result: 1 })
    }
    caller.pass(7_200_000)
    expect(await caller.get(unread)).toMatchObject({ result: 0, msg: '请登录' })
  })

  test('ends by signing out', async () => {
    await caller.signIn(cast.salesperson)
    expect(await caller.api('member.logout.index')).toMatchObject({ result: 1 })
    expect(await caller.get(unread)).toMatchObject({ result: 0, data: { login_status: 1 } })
    expect(caller.vendor.sessionsOf(cast.salesperson)).toBe(0)
  })

  test('can be ended for one person, and for all', async () => {
    await caller.signIn(cast.salesperson)
    caller.vendor.expireSessions(cast.colleague)
    expect(await caller.get(unread)).toMatchObject({ result: 1 })
    caller.vendor.expireSessions()
    expect(await caller.get(unread)).toMatchObject({ result: 0 })
  })

  test('with renewsCookie each answer brings a new cookie, and the former dies after a minute', async () => {
    await caller.signIn(cast.salesperson)
    const first = caller.cookie()
    caller.vendor.setQuirks({ renewsCookie: true })
    expect(await caller.get(unread)).toMatchObject({ result: 1 })
    const second = caller.cookie()
    expect(second).not.toBe(first)
    caller.vendor.setQuirks({ renewsCookie: false })
    caller.setCookie(first)
    caller.pass(60_000)
    expect(await caller.get(unread)).toMatchObject({ result: 0 })
    caller.setCookie(second)
    expect(await caller.get(unread)).toMatchObject({ result: 1 })
  })
})

describe('who is not signed in', () => {
  const getTask = { task_type: 1, external_userid: cast.seedContact }
  const route = 'plugin.sop-task.frontend.controller.task.task.getTask'

  test('is told so by the enterprise’s routes with login_status 1', async () => {
    expect(await caller.get(unread)).toEqual({
      result: 0,
      msg: '请登录',
      data: { login_status: 1, login_url: '', i: 6, mid: 0, scope: 'home', type: 5, extra: '' },
    })
  })

  test('is told so by api.php: 1 for the password client, 0 with an address for the others', async () => {
    expect(await caller.api(route, getTask)).toMatchObject({ result: 0, data: { login_status: 1 } })
    expect(await caller.api(route, getTask, 17)).toMatchObject({
      result: 0,
      data: { login_status: 0, login_url: expect.stringMatching(/^http:/) },
    })
  })

  test.each(loginShapes.filter((shape) => shape.startsWith('login_status')))(
    'can be told so by %s',
    async (loginShape) => {
      caller.vendor.setQuirks({ loginShape })
      const expected = { result: 0, data: { login_status: Number(loginShape.split(' ')[1]) } }
      expect(await caller.get(unread)).toMatchObject(expected)
      expect(await caller.api(route, getTask)).toMatchObject(expected)
    },
  )

  test('can be told so by data.status, once even with result 1', async () => {
    caller.vendor.setQuirks({ loginShape: 'status -2' })
    expect(await caller.api(route, getTask)).toMatchObject({ result: 0, data: { status: -2 } })
    caller.vendor.setQuirks({ loginShape: 'status -5' })
    expect(await caller.api(route, getTask)).toMatchObject({ result: 1, data: { status: -5 } })
  })

  test('can be shown a page of HTML with HTTP 200', async () => {
    caller.vendor.setQuirks({ loginShape: 'html' })
    const response = await caller.ask(`/business/6/${unread}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/html')
  })
})

describe('the enterprise', () => {
  test('has to be chosen in each new session where the tenant wants it', async () => {
    caller.vendor.setQuirks({ needsBusiness: true })
    await caller.signIn(cast.salesperson)
    expect(await caller.get(unread)).toMatchObject({
      result: 0,
      msg: '请先选择要管理的企业',
      data: { login_status: 2 },
    })
    expect(await caller.get('admin/manageBusiness?id=2')).toMatchObject({ result: 0, data: { login_status: 2 } })
    expect(await caller.get('admin/manageBusiness?id=1')).toMatchObject({ result: 1 })
    expect(await caller.get(unread)).toMatchObject({ result: 1 })
    await caller.signIn(cast.salesperson)
    expect(await caller.get(unread)).toMatchObject({ data: { login_status: 2 } })
  })

  test('is chosen by nobody who is not signed in', async () => {
    expect(await caller.get('admin/manageBusiness?id=1')).toMatchObject({ result: 0, data: { login_status: 1 } })
  })

  test('may have its PC side off, or a route not granted', async () => {
    await caller.signIn(cast.salesperson)
    caller.vendor.setQuirks({ isPcOff: true })
    expect(await caller.get(unread)).toEqual({ result: 0, msg: '企业管理PC端未开启', data: [] })
    caller.vendor.setQuirks({ isPcOff: false, denied: ['notice/unread'] })
    expect(await caller.get(unread)).toEqual({ result: 0, msg: 'Sorry,您没有操作权限', data: [] })
    expect(await caller.get('plugin/project-manager/notice/read')).toMatchObject({ result: 1 })
  })
})

describe('an unknown address', () => {
  test('is a page for a browser, and an envelope for a script', async () => {
    const asBrowser = await fetch(`${caller.vendor.url}/business/6/plugin/Nothing/at/all`)
    expect(asBrowser.status).toBe(200)
    expect(await asBrowser.text()).toContain('<html')
    expect(await caller.get('plugin/Nothing/at/all')).toEqual({ result: 0, msg: '不存在的接口', data: [] })
  })
})

test('a picture of the shop’s is a picture, whatever is asked for and whatever is broken', async () => {
  caller.vendor.fault = 'down'
  const response = await fetch(`${caller.vendor.url}/attachment/${encodeURIComponent('<价格表>.svg')}`)
  expect(response.headers.get('content-type')).toContain('image/svg+xml')
  expect(await response.text()).toContain('>价格表<')
})

test('a refusing vendor says that nothing is granted, a busy one is HTTP 429', async () => {
  await caller.signIn(cast.salesperson)
  caller.vendor.fault = 'refusing'
  expect(await caller.get(unread)).toEqual({ result: 0, msg: 'Sorry,您没有操作权限', data: [] })
  caller.vendor.fault = 'rate_limited'
  expect((await caller.ask(`/business/6/${unread}`)).status).toBe(429)
})

test('the log of what was seen names each route of api.php by itself', async () => {
  await caller.signIn(cast.salesperson)
  await caller.sidebar('getTask', { task_type: 1, external_userid: cast.seedContact })
  await caller.api('member.nothing.index')
  expect(caller.vendor.seen.map(({ operation }) => operation)).toEqual(['login', 'getTask', 'unknown'])
})

test('reset brings everything back, and signs everybody out', async () => {
  await caller.signIn(cast.salesperson)
  caller.vendor.setPassword(cast.salesperson, 'another')
  caller.vendor.setQuirks({ isPcOff: true })
  await caller.signInAs(mobile, 'guess')
  caller.vendor.reset()
  expect(caller.vendor.passwordFailures(mobile)).toBe(0)
  expect(await caller.get(unread)).toMatchObject({ result: 0, msg: '请登录' })
  await caller.signIn(cast.salesperson)
  expect(caller.vendor.accountOf(cast.salesperson).password).toBe('sidedesk-demo-1')
})
