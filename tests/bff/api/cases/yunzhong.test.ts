import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MomentList, NoticeList, PushList } from '#contract/work'
import { Problem } from '#contract/problem'
import { startWecom, type WecomVendor } from '../../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../../src/sandbox/world/create-world.ts'
import { clockOf } from '../../../support/clock.ts'
import { startVendor, type Vendor } from '../../../support/http-vendor.ts'
import { publicOrigin, startBff, type TestBff } from '../../../support/start-bff.ts'

interface Told {
  /** Text is sent as it is. */
  body: unknown
  before?: string
  status?: number
  headers?: Record<string, string>
}

const minuteMs = 60_000
let now = Date.parse('2026-11-27T10:00:00+08:00')
let wecom: WecomVendor
let vendor: Vendor
let bff: TestBff
let me: string
/** Another one for each test: refusals are remembered by it. */
let mobile = 13_900_000_000
/** What the vendor says, by the end of the route; else that there is nothing. */
let told: Map<string, Told | ((page: number) => Told)>

function answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
  const found = [...told].find(([route]) => url.includes(route))?.[1] ?? { body: { result: 1, msg: '', data: [] } }
  const {
    body,
    before = '',
    status = 200,
    headers = {},
  } = typeof found === 'function' ? found(Number(/[?&]page=(\d+)/.exec(url)?.[1] ?? 1)) : found
  response.writeHead(status, { 'set-cookie': 'PHPSESSID=kept; path=/', ...headers })
  response.end(before + (typeof body === 'string' ? body : JSON.stringify(body)))
}

const good = (data: unknown): Told => ({ body: { result: 1, msg: 'ok', data } })
const unread = 'notice/unread'
const pushed = 'task.task.getTask'
const signIn = { body: { result: 1, msg: '', data: { status: 1 } } }

async function connect() {
  const url = '/api/me/connections/yunzhong'
  return bff.app.inject({
    method: 'PUT',
    url,
    headers: { cookie: me },
    payload: { mobile: String(mobile), password: 'x' },
  })
}

const notices = async () => (await bff.get('/api/me/notices', me)).json<unknown>()
const pushes = async () => (await bff.get(`/api/contacts/${cast.seedContact}/pushes`, me)).json<unknown>()

beforeAll(async () => {
  const clock = clockOf(() => now)
  wecom = await startWecom({ world: createWorld({ now }), clock, publicOrigin })
  vendor = await startVendor()
  vendor.answers = [answer]
  const shop = { YUNZHONG_API_URL: vendor.url, YUNZHONG_UNIACID: '6', YUNZHONG_POLICY: 'retries=0,breakAfter=1000' }
  const account = { YUNZHONG_SERVICE_MOBILE: '13900000009', YUNZHONG_SERVICE_PASSWORD: 'x' }
  const environment = { ...wecom.environment, ...shop, ...account, RATE_LIMIT_SIGN_INS: '1000' }
  bff = await startBff({ environment, wecomUrl: wecom.url, clock })
  me = await bff.signIn(cast.salesperson)
})
beforeEach(async () => {
  now += minuteMs
  mobile += 1
  told = new Map([['member.login.index', signIn]])
  await connect()
})
afterAll(async () => {
  await bff.close()
  await vendor.close()
  await wecom.close()
})

const notice = {
  id: 1,
  business_id: 0,
  task_id: 3,
  notice_type: 1,
  notice_desc: '进行中',
  content: '任务',
  status: 0,
  created_at: '2026-11-20 16:13:22',
  body: { head: '头', title: '题', content: '文', footer: '' },
  has_one_creator: null,
  has_one_task: null,
}
const pageOf = (rows: unknown, more: object = {}) => ({
  current_page: 1,
  last_page: 1,
  total: 1,
  per_page: 20,
  data: rows,
  ...more,
})
const many = (from: number, count: number) => Array.from({ length: count }, (_, at) => ({ ...notice, id: from + at }))

describe('notices', () => {
  const listOf = async (data: unknown) => {
    told.set(unread, good(data))
    return NoticeList.parse(await notices())
  }

  it.each([[null], [[]], [{}], [''], ['[]'], ['{}'], [false], [undefined]])('told as %j are none', async (data) => {
    expect(await listOf(data)).toMatchObject({ state: 'fresh', total: 0, items: [] })
  })

  it.each([[null], [[]], [{}], [''], ['[]'], [undefined]])('of a page that holds %j are none', async (rows) => {
    expect(await listOf(pageOf(rows, { total: 0 }))).toMatchObject({ state: 'fresh', total: 0, items: [] })
  })

  it.each([['nonsense'], [7], [true]])('told as %j are an error, not none', async (data) => {
    told.set(unread, good(data))
    expect(Problem.parse(await notices()).code).toBe('upstream_unreadable')
    told.set(unread, good(pageOf(data)))
    now += minuteMs
    expect(Problem.parse(await notices()).code).toBe('upstream_unreadable')
  })

  it.each([
    ['without a total', { total: null }],
    ['whose total is a word', { total: '不详' }],
    ['without any number', { total: undefined, last_page: undefined, current_page: undefined }],
    ['whose last page is an object', { last_page: {} }],
    ['whose numbers are text', { total: '1', last_page: '1', current_page: '1' }],
  ])('on a page %s are shown and counted', async (_what, more) => {
    expect(await listOf(pageOf([notice], more))).toMatchObject({ state: 'fresh', total: 1, items: [{ noticeId: '1' }] })
  })

  it('that come without pages are shown', async () => {
    expect(await listOf([notice])).toMatchObject({ state: 'fresh', total: 1, items: [{ noticeId: '1' }] })
  })

  it('are read on where only the next page’s address says that there is more, and are then counted', async () => {
    const first = { current_page: 1, per_page: 20, next_page_url: 'http://x?page=2', data: many(1, 20) }
    const second = { current_page: 2, per_page: 20, next_page_url: null, data: many(21, 5) }
    told.set(unread, (page) => good(page === 1 ? first : second))
    const list = NoticeList.parse(await notices())
    expect(list).toMatchObject({ state: 'fresh', total: 25 })
    expect(list.items.map(({ noticeId }) => noticeId)).toContain('25')
  })

  it('of a second page that PHP writes as an object are all there', async () => {
    const rows = Object.fromEntries(many(21, 5).map((row, at) => [String(20 + at), row]))
    const both = { last_page: 2, total: 25 }
    told.set(unread, (page) => good(pageOf(page === 1 ? many(1, 20) : rows, { ...both, current_page: page })))
    expect(NoticeList.parse(await notices()).items).toHaveLength(25)
  })

  const task = { id: 3, name: '任务', desc: '', priority: 0, status: 1, start_time: null, deadline_time: null }
  it.each([
    ['without a body', { body: [] }, { title: '进行中' }],
    ['with its body as JSON text', { body: '{"head":"正文一","title":"t"}' }, { title: '正文一', detail: 't\n任务' }],
    ['with its body in a list', { body: [{ head: '正文一' }] }, { title: '正文一' }],
    ['with a number for a heading', { body: { head: 5 } }, { title: '5' }],
    ['with tags and entities in its heading', { body: { head: '<b>甲&amp;乙</b>' } }, { title: '甲&乙' }],
    ['with lists for its relations', { has_one_task: [], has_one_creator: [] }, { task: null, actor: null }],
    ['with words for its relations', { has_one_task: 'x', has_one_creator: 3 }, { task: null, actor: null }],
    ['of a person without an id', { has_one_creator: { name: '张三' } }, { actor: { name: '张三' } }],
    [
      'at a time with its zone',
      { created_at: '2026-11-27T02:00:00.000000Z' },
      { createdAt: '2026-11-27T10:00:00+08:00' },
    ],
    ['at a number of seconds', { created_at: 1_795_744_800 }, { createdAt: '2026-11-27T10:00:00+08:00' }],
    ['at no time', { created_at: '0000-00-00 00:00:00' }, { createdAt: null }],
    [
      'of a task due at the epoch',
      { has_one_task: { ...task, deadline_time: '1970-01-01 08:00:00' } },
      { task: { name: '任务', deadlineAt: null } },
    ],
    [
      'of a task due on a day',
      { has_one_task: { ...task, deadline_time: '2026-12-01' } },
      { task: { deadlineAt: '2026-12-01T23:59:59+08:00' } },
    ],
    [
      'of a task of odd numbers',
      { has_one_task: { ...task, id: null, status: 'x', priority: {}, is_archive: true } },
      { task: { id: '3', status: 'unknown', statusRaw: null, priority: null, isArchived: true } },
    ],
  ])('%s are shown with what can be read', async (_what, patch, item) => {
    const list = await listOf(pageOf([{ ...notice, ...patch }]))
    expect(list).toMatchObject({ state: 'fresh', total: 1 })
    expect(list.items[0]).toMatchObject({ noticeId: '1', ...item })
  })

  it('that are none are passed over, and one without an id is told and kept for the doctor', async () => {
    const rows = [null, { ...notice, id: { odd: 1 } }, '', notice]
    expect(await listOf(pageOf(rows, { total: 2 }))).toMatchObject({
      state: 'stale',
      leftOut: 1,
      total: 2,
      items: [{ noticeId: '1' }],
      problem: { code: 'rows_left_out', source: 'yunzhong' },
    })
    const kept = () => bff.store.leftOut.all('yunzhong')
    expect(await kept()).toMatchObject([
      { operation: 'notice/unread', part: `person ${cast.salesperson}`, field: 'id' },
    ])
    now += minuteMs
    expect(await listOf(pageOf([notice]))).toMatchObject({ state: 'fresh' })
    expect(await kept()).toEqual([])
  })

  it('count what could not be read, by field', async () => {
    await listOf(pageOf([{ ...notice, created_at: { odd: 1 } }]))
    const metrics = (await bff.get('/metrics')).body
    expect(metrics).toMatch(
      /unreadable_values_total\{source="yunzhong",operation="notice\/unread",field="created_at"\} [1-9]/,
    )
  })
})

describe('pushes', () => {
  const push = { id: 1, task_name: '生日', content_list: {} }
  const listOf = async (data: unknown) => {
    told.set(pushed, good(data))
    return PushList.parse(await pushes())
  }

  it.each([
    ['as nothing', null],
    ['as an empty list', []],
    ['as an empty text', ''],
    ['without a list', { date: '2030-03-01' }],
    ['with null for the list', { date: '', current: null }],
    ['with an empty text for the list', { date: '', current: '' }],
    ['with JSON text for the list', { date: '', current: '[]' }],
  ])('told %s are none', async (_what, data) => {
    expect(await listOf(data)).toMatchObject({ state: 'fresh', total: 0 })
  })

  it('with a word for the list are an error, not none', async () => {
    told.set(pushed, good({ date: '', current: 5 }))
    expect(Problem.parse(await pushes()).code).toBe('upstream_unreadable')
  })

  it.each([
    ['a list with gaps, as PHP writes it', { current: { '1': push, '3': { ...push, id: 2 } } }, 2],
    ['a null among them', { current: [null, push] }, 1],
    ['JSON text', { current: JSON.stringify([push]) }, 1],
    ['one without its list', { current: push }, 1],
    ['false for a name', { current: [{ ...push, task_name: false }] }, 1],
    ['a list for a name', { current: [{ ...push, task_name: ['x'] }] }, 1],
    ['an odd date', { date: { odd: 1 }, current: [{ ...push, date: [] }] }, 1],
  ])('from %s are all shown', async (_what, data, total) => {
    expect(await listOf(data)).toMatchObject({ state: 'fresh', total })
  })

  it.each([
    [{ date: '2030-03-01 10:00:00.000000', timezone_type: 3, timezone: 'PRC' }, '2030-03-01T10:00:00+08:00', null],
    ['2030-03-01', '2030-03-01T23:59:59+08:00', '2030-03-01'],
    ['2030/3/1 9:05', '2030-03-01T09:05:00+08:00', '2030/3/1 9:05'],
    ['0000-00-00', null, null],
    ['每月一号', null, '每月一号'],
  ])('of the date %j are due %j', async (date, dueAt, dateText) => {
    expect((await listOf({ date, current: [push] })).items).toMatchObject([{ dueAt, dateText }])
  })

  it.each([
    [{ '7': { type: 'text' }, '2': { type: 'text' } }, 2],
    ['{"7":{"type":"text"}}', 1],
    [{ type: 'text', news: '一' }, 1],
    ['nonsense', 0],
  ])('with the pieces %j have %i', async (list, pieces) => {
    expect((await listOf({ current: [{ ...push, content_list: list }] })).items).toMatchObject([{ pieces }])
  })

  it('without an id are told as left out', async () => {
    expect(await listOf({ current: [push, { ...push, id: [] }] })).toMatchObject({
      state: 'stale',
      leftOut: 1,
      total: 1,
      problem: { code: 'rows_left_out' },
    })
    expect(await bff.store.leftOut.all('yunzhong')).toMatchObject([
      { operation: 'getTask', subject: cast.seedContact, staffIds: [cast.salesperson] },
    ])
  })

  it('show each piece as far as it can be read', async () => {
    const list = JSON.stringify({
      '4': { type: 'link', link: 'https://a.cn', title: { odd: 1 }, describe: 5 },
      '1': null,
    })
    told.set(pushed, good({ current: [push] }))
    told.set('task.task.getContent', good({ task_name: [], content_list: list }))
    const answered = await bff.get(`/api/contacts/${cast.seedContact}/pushes/1`, me)
    expect(answered.json()).toMatchObject({
      title: '生日',
      pieces: [{ key: '4', content: { type: 'link', title: 'https://a.cn', description: '5' } }],
    })
  })
})

describe('a moments job that cannot be read', () => {
  const job = (id: unknown, users: string[]) => ({
    id,
    created_at: '2026-11-20 10:00:00',
    content: { text: { content: `上新 ${String(id)}` }, visible_range: { sender_list: { user_list: users } } },
  })
  const moments = async () => MomentList.parse((await bff.get('/api/me/moments', me)).json())

  it('is told to those whom it names, and hides no other', async () => {
    told.set('getTaskList', good(pageOf([{ id: 5, name: '新品' }])))
    const jobs = [job(31, []), job({}, [cast.salesperson.toUpperCase()]), job(null, ['somebody'])]
    told.set('getFriendsJobList', good({ record_list: pageOf(jobs) }))
    told.set('getFriendsJobDetailsList', good({ record_list: pageOf([{ user_id: cast.salesperson, status: {} }]) }))
    await bff.sync()
    expect(await moments()).toMatchObject({
      state: 'stale',
      leftOut: 1,
      items: [{ jobId: '31', status: 'open', createdAt: '2026-11-20T10:00:00+08:00' }],
      problem: { code: 'rows_left_out' },
    })
    told.set('getFriendsJobList', good({ record_list: pageOf([job(31, [])]) }))
    await bff.sync()
    now += minuteMs
    expect(await moments()).toMatchObject({ state: 'fresh', items: [{ jobId: '31' }] })
  })
})

describe('a person', () => {
  const html = { 'content-type': 'text/html; charset=utf-8' }
  const everywhere = (said: Told) => {
    told = new Map([['', said]])
  }

  it.each([
    ['a refusal without a result', { body: { status: 0, data: { login_status: 1, login_url: '/#/login' } } }],
    ['a refusal with one', { body: { result: 0, msg: '请登录', data: { login_status: 0 } } }],
    ['a page that calls itself a login', { body: '<html><head><title>用户登录</title></head></html>', headers: html }],
    ['a redirect to the login', { body: '', status: 302, headers: { location: '/addons/yun_shop/#/login' } }],
  ])('has to connect again after %s', async (_what, said) => {
    everywhere(said)
    expect(await notices()).toMatchObject({ state: 'disconnected' })
    expect(await pushes()).toMatchObject({ state: 'disconnected' })
  })

  it.each([
    ['a page of words', { body: '<div>系统繁忙</div>', headers: html }, 'upstream_unreadable'],
    [
      'a page of a gateway',
      { body: '<html><title>502 Bad Gateway</title></html>', headers: html },
      'upstream_unreadable',
    ],
    ['nothing', { body: '', headers: html }, 'upstream_unreadable'],
    ['PHP’s last words', { body: '<br />\n<b>Fatal error</b>: x', headers: html }, 'upstream_unreadable'],
    ['half an answer', { body: '{"result":1,"data":[' }, 'upstream_unreadable'],
    ['an error page', { body: '<title>登录</title>', status: 503, headers: html }, 'upstream_unreachable'],
    ['a redirect elsewhere', { body: '', status: 302, headers: { location: 'https://a.cn/' } }, 'upstream_refused'],
    ['a shop that is closed', { body: { result: 0, msg: '站点已关闭', data: { status: -1 } } }, 'upstream_refused'],
    [
      'a shop that is unknown',
      { body: { result: 0, msg: '无此公众号', data: { login_status: -2 } } },
      'upstream_refused',
    ],
    ['a blacklist', { body: { result: 0, msg: '黑名单', data: { login_status: -1 } } }, 'upstream_refused'],
    ['an answer without a result', { body: { status: 0, msg: '' } }, 'upstream_unreadable'],
  ])('stays connected, and hears of the vendor’s trouble, after %s', async (_what, said, code) => {
    everywhere(said)
    expect(Problem.parse(await notices()).code).toBe(code)
    expect(Problem.parse(await pushes()).code).toBe(code)
    told = new Map()
    now += minuteMs
    expect(await notices()).toMatchObject({ state: 'fresh' })
  })

  it('sees the rows that come after what PHP printed before them', async () => {
    const before = '<br />\n<b>Notice</b>:  Undefined index: x in <b>/a.php</b> on line <b>3</b><br />\n'
    told.set(unread, { ...good(pageOf([notice])), before, headers: html })
    expect(await notices()).toMatchObject({ state: 'fresh', total: 1 })
  })
})

describe('a login', () => {
  afterEach(() => {
    // For so long a person’s own refusals are remembered.
    now += 31 * minuteMs
  })

  const refusing = async (msg: string, data: unknown) => {
    told.set('member.login.index', { body: { result: 0, msg, data } })
    const refused = await connect()
    return { ...Problem.parse(refused.json()), after: refused.headers['retry-after'] }
  }

  it.each([
    ['密码错误！你还剩2次机会', { status: 6 }, { code: 'wrong_password', triesLeft: 2 }],
    ['密码错误，再错1次账号将锁定30分钟', { status: 6 }, { code: 'wrong_password', triesLeft: 1 }],
    ['密码错误，你还剩4次机会', { status: 6 }, { code: 'wrong_password' }],
    ['账号锁定中，请12分钟后再登录', { status: 6 }, { code: 'account_locked', after: '720' }],
    ['账号已锁定，请2小时后再登录', { status: 6 }, { code: 'account_locked', after: '7200' }],
    ['无此公众号', { login_status: -2 }, { code: 'platform_unknown', status: 502 }],
    ['该账号已被禁用', [], { code: 'account_disabled' }],
    ['平台用户已过期，请续费', [], { code: 'account_expired' }],
    ['您已被拉入黑名单', [], { code: 'account_blacklisted' }],
    ['未开启手机号登录', [], { code: 'mobile_login_off' }],
    ['请先完成验证', [], { code: 'login_refused' }],
  ])('refused with %s says so', async (msg, data, problem) => {
    expect(await refusing(msg, data)).toMatchObject({ source: 'yunzhong', ...problem })
  })

  it('is not tried again while the vendor has it locked, and is once that is over', async () => {
    await refusing('账号锁定中，请12分钟后再登录', { status: 6 })
    const asked = vendor.asked
    now += 2 * minuteMs
    expect((await connect()).headers['retry-after']).toBe('600')
    expect(vendor.asked).toBe(asked)
    now += 10 * minuteMs + 1000
    told.set('member.login.index', signIn)
    expect((await connect()).statusCode).toBe(204)
  })

  it('that is refused without a reason is tried three times, as it may be the password', async () => {
    for (let turn = 0; turn < 3; turn += 1) expect((await refusing('出错了', [])).code).toBe('login_refused')
    expect((await refusing('出错了', [])).code).toBe('account_locked')
  })
})
