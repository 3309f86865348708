import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GroupSopList, TodoList } from '#contract/work'
import { startWecom, type WecomVendor } from '../../../../src/sandbox/vendors/wecom/index.ts'
import { createWorld } from '../../../../src/sandbox/world/create-world.ts'
import { clockOf } from '../../../support/clock.ts'
import { startVendor, type Vendor } from '../../../support/http-vendor.ts'
import { publicOrigin, startBff, type TestBff } from '../../../support/start-bff.ts'

/** Of the simulated company: a group that mengxiangyu owns. */
const chatId = 'wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA'
const contactId = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const wxid = 'wxid_cdh8t1ajl8qm22'
let now = Date.parse('2026-11-20T10:00:00+08:00')
let wecom: WecomVendor
let vendor: Vendor
let bff: TestBff
let me: string
/** What the vendors answer, but for 友米's token. */
let told: string | Buffer = ''

beforeAll(async () => {
  const clock = clockOf(() => now)
  wecom = await startWecom({ world: createWorld({ now }), clock, slowMs: 4_000, publicOrigin })
  vendor = await startVendor()
  vendor.answers = [
    ({ url }, response) => void response.end(url === '/token' ? '{"access_token":"t","expires_in":"7200"}' : told),
  ]
  bff = await startBff({
    environment: {
      ...wecom.environment,
      YOUMI_API_URL: vendor.url,
      YOUMI_TOKEN_URL: `${vendor.url}/token`,
      YOUMI_CLIENT_ID: 'client-of-the-cases',
      YOUMI_CLIENT_SECRET: 'secret-of-the-cases',
      TANMA_API_URL: vendor.url,
      TANMA_APP_ID: 'app-of-the-cases',
      TANMA_APP_KEY: 'key-of-the-cases',
    },
    wecomUrl: wecom.url,
    clock,
  })
  const ids = { staff: 'b08', contact: wxid }
  await bff.store.links.importRows(
    [
      { subject: 'staff', source: 'youmi', wecomId: 'mengxiangyu', sourceId: ids.staff },
      { subject: 'contact', source: 'youmi', wecomId: contactId, sourceId: ids.contact },
    ],
    'import',
    now,
  )
  me = await bff.signIn('mengxiangyu')
})
afterAll(async () => {
  await bff.close()
  await vendor.close()
  await wecom.close()
})

/** Pulls to refresh, later than the last time. */
async function get(path: string) {
  now += 11_000
  const answer = await bff.get(`/api/${path}`, me, { 'cache-control': 'no-cache' })
  return { status: answer.statusCode, body: answer.json<unknown>() }
}

describe('a todo of 友米', () => {
  const good = {
    id: 1,
    weixin: wxid,
    sffId: 'b03',
    remindTitle: '回访',
    followupsiTuation: null,
    remindTime: '2030-03-01T10:05:00+08:00',
    addTime: '2026-11-01T10:00:00+08:00',
    isAlways: false,
    sate: 0,
    recipientData: '["b08"]',
    wecharId: 3430,
    from: 0,
    levelColor: '#ff0303',
    levelName: '紧急',
    eventType: 0,
    ad_wechat_nober: 'kkk',
    ad_wechat_nick: '个微',
  }
  const envelope = { requestId: null, errmsg: 20_000, succeed: true, msgTime: '', errdesc: null }
  const answerOf = (values: unknown) => JSON.stringify({ ...envelope, values })
  async function listOf(path = 'me/todos?status=all') {
    const { status, body } = await get(path)
    expect(status).toBe(200)
    return TodoList.parse(body)
  }
  const shown = async (path?: string) => (await listOf(path)).items.find(({ id }) => id === 'youmi:1')

  const dueAt = '2030-03-01T10:05:00+08:00'
  it.each([
    ['a blank in place of the T', { remindTime: '2030-03-01 10:05:00' }, { dueAt }],
    ['seconds and a fraction', { remindTime: '2030-03-01 10:05:00.0' }, { dueAt }],
    ['slashes', { remindTime: '2030/03/01 10:05' }, { dueAt }],
    ['another zone', { remindTime: '2030-03-01T02:05:00Z' }, { dueAt }],
    ['epoch milliseconds', { remindTime: 1_898_561_100_000 }, { dueAt }],
    ['epoch seconds as text', { remindTime: '1898561100' }, { dueAt }],
    ['a date of .NET', { remindTime: '/Date(1898561100000+0800)/' }, { dueAt }],
    ['parts of a date', { remindTime: [2030, 3, 1, 10, 5] }, { dueAt }],
    ['a day alone, until its end', { remindTime: '2030-03-01' }, { dueAt: '2030-03-01T23:59:59+08:00' }],
    ['SQL Server’s empty date', { remindTime: '1900-01-01T00:00:00+08:00' }, { dueAt: null, overdue: false }],
    ['the epoch', { remindTime: '1970-01-01T08:00:00+08:00' }, { dueAt: null, overdue: false }],
    ['.NET’s empty date', { remindTime: '0001-01-01T00:00:00' }, { dueAt: null, overdue: false }],
    ['.NET’s empty date in UTC', { remindTime: '0001-01-01T00:00:00Z' }, { dueAt: null }],
    ['a time that is none', { remindTime: '下周一' }, { dueAt: null }],
    ['no time of its making', { addTime: { $date: 1 } }, { createdAt: null, dueAt }],
    ['a number for a title', { remindTitle: 55 }, { title: '55' }],
    ['tags and entities in its title', { remindTitle: '<p>A&amp;B&nbsp;店</p>' }, { title: 'A&B 店' }],
    ['an object for a title', { remindTitle: {}, followupsiTuation: '带样品' }, { title: '带样品' }],
    ['a number for a level', { levelName: 1 }, { level: { name: '1', color: '#ff0303' } }],
    ['an empty way of completion', { eventType: '' }, { completedBy: 'unknown', completedByRaw: null }],
    ['a way of completion as text', { eventType: '100' }, { completedBy: 'contact', completedByRaw: 100 }],
    ['true as text', { isAlways: 'true' }, { isRepeating: true }],
    ['1 for true', { isAlways: 1 }, { isRepeating: true }],
    ['no state', { sate: null }, { status: 'unknown' }],
    ['a word for a state', { sate: 'open' }, { status: 'unknown' }],
    ['a state as text', { sate: '1' }, { status: 'done' }],
    ['a state that nobody knows', { sate: 3 }, { status: 'unknown' }],
    ['a list for an account', { wecharId: [7], ad_wechat_nick: 5 }, { account: { id: '', nick: '5' } }],
    ['recipients with blanks, in other case', { recipientData: '[" B08 "]' }, { mine: true }],
    ['recipients as a list', { recipientData: ['b08', null, {}] }, { recipients: ['b08'], mine: true }],
    ['recipients between commas', { recipientData: 'b07,b08' }, { recipients: ['b07', 'b08'], mine: true }],
    ['recipients that break off', { recipientData: '["b08"' }, { recipients: [], mine: false }],
  ])('is shown with %s', async (_what, patch, item) => {
    told = answerOf([
      { ...good, ...patch },
      { ...good, id: 2 },
    ])
    expect(await shown()).toMatchObject(item)
  })

  it('keeps all digits of an id that no number can hold', async () => {
    told = answerOf([{ ...good, id: '@' }]).replace('"@"', '7269195022934925565')
    expect((await listOf()).items.map(({ id }) => id)).toEqual(['youmi:7269195022934925565'])
  })

  it.each([
    ['packed though nobody asked for it', (text: string) => gzipSync(text)],
    ['after byte order marks', (text: string) => `\u{FEFF}\u{FEFF}${text}`],
    ['with a raw tab in a title', (text: string) => text.replace('回访', '回\t访')],
    ['after what PHP has to say', (text: string) => `<br />\n<b>Notice</b>: Undefined index in x.php<br />\n${text}`],
  ])('is read %s', async (_what, write) => {
    told = write(answerOf([good]))
    expect(await shown()).toBeDefined()
  })

  it('without a customer is mine, and nobody’s else', async () => {
    told = answerOf([
      { ...good, weixin: '' },
      { ...good, id: 2, weixin: null },
    ])
    const list = await listOf()
    expect(list).toMatchObject({ state: 'fresh', total: 2 })
    expect(list.items[0]).toMatchObject({ friendId: '', contact: null, mine: true })
    expect((await listOf(`contacts/${contactId}/todos?status=all`)).items).toEqual([])
    const offered = await get(`contacts/${contactId}/link-candidates?source=youmi`)
    expect(offered).toMatchObject({ status: 200, body: { candidates: [] } })
  })

  it.each([
    ['null', { values: null }],
    ['nothing at all', {}],
    ['an empty object', { values: {} }],
    ['an empty text', { values: '' }],
    ['an empty list in a text', { values: '[]' }],
    ['success as a number', { values: [], succeed: 1 }],
    ['success as text, with a code as text', { values: [], succeed: 'true', errmsg: '20000' }],
    ['a code alone', { values: [], succeed: null }],
  ])('is none where the vendor says so by %s', async (_what, more) => {
    told = JSON.stringify({ ...envelope, ...more })
    expect(await listOf()).toMatchObject({ state: 'fresh', total: 0 })
  })

  it.each([
    ['a refusal', { succeed: false, errmsg: 200_012, values: null }, 'upstream_refused'],
    ['a refusal in a number', { succeed: 0, errmsg: '200012', values: [] }, 'upstream_refused'],
    ['a code without a word of success', { errmsg: 200_011 }, 'upstream_unreachable'],
    ['neither success nor failure', { values: [] }, 'upstream_unreadable'],
    ['a list that is none', { succeed: true, errmsg: 20_000, values: true }, 'upstream_unreadable'],
  ])('is what was last known after %s', async (_what, answer, code) => {
    told = answerOf([good])
    await listOf()
    told = JSON.stringify(answer)
    expect(await listOf()).toMatchObject({ state: 'stale', total: 1, problem: { code } })
  })

  it('without an id is left out, and the lists that it belongs to say so', async () => {
    told = answerOf([good, { ...good, id: null }, { ...good, id: {}, recipientData: '["b09"]' }])
    const mine = await listOf()
    expect(mine).toMatchObject({ state: 'stale', total: 1, leftOut: 1, problem: { code: 'rows_left_out' } })
    expect(await listOf(`contacts/${contactId}/todos`)).toMatchObject({ total: 1, leftOut: 1 })
    const known = await bff.store.leftOut.all('youmi')
    expect(known).toMatchObject([{ part: 'b08', id: null, field: 'id', subject: wxid, staffIds: ['b08'] }])
    told = answerOf([good])
    expect(await listOf()).toMatchObject({ state: 'fresh' })
    expect(await bff.store.leftOut.all('youmi')).toEqual([])
  })

  it('is counted by field where one cannot be read', async () => {
    told = answerOf([{ ...good, remindTime: '下周一' }])
    await listOf()
    const { body } = await bff.get('/metrics')
    expect(body).toMatch(/unreadable_values_total\{[^}]*field="remindTime"[^}]*\} \d/)
  })
})

describe('a group SOP of 探马', () => {
  const task = {
    id: 'p1',
    sopInfoId: 's1',
    title: '问候',
    chatId,
    sendStatus: 0,
    mode: 1,
    startTime: '2030-03-01 10:05',
  }
  const group = {
    salesId: '450000000000001',
    salesName: '甲',
    departmentName: '部门',
    chatId,
    chatName: '群',
    tagGroupNames: [],
    calendars: [],
    createTimeGroup: '2022-04-26 11:35:00',
  }
  const answerOf = (data: unknown) => JSON.stringify({ code: 0, message: 'success', data })
  const pageOf = (...result: unknown[]) =>
    answerOf({ totalCount: result.length, totalPage: 1, pageNo: 1, pageSize: 100, result })
  async function listOf(path = `chats/${chatId}/group-sops?status=all`) {
    const { status, body } = await get(path)
    expect(status).toBe(200)
    return GroupSopList.parse(body)
  }
  async function sync() {
    now += 11_000
    await bff.sync()
  }

  it.each([
    ['a list that is null', answerOf({ totalCount: 0, totalPage: 0, pageNo: 1, pageSize: 100, result: null })],
    ['no data', answerOf(null)],
    ['data left out', '{"code":0,"message":"success"}'],
    ['an empty list for data', answerOf([])],
    ['an empty object for data', answerOf({})],
    ['an empty text for data', answerOf('')],
    ['a list in a text', answerOf({ totalPage: '0', result: '[]' })],
    ['a code as text', '{"code":"0","data":null}'],
  ])('is none where the vendor says so by %s', async (_what, answer) => {
    told = answer
    await sync()
    expect(await listOf('me/group-sops')).toMatchObject({ state: 'fresh', total: 0 })
  })

  it.each([
    ['no total of pages', answerOf({ totalCount: 1, pageNo: 1, pageSize: 100, result: [{ ...group, tasks: [task] }] })],
    ['a total of pages as text', answerOf({ totalPage: '1', result: [{ ...group, tasks: [task] }] })],
    ['the list in a text', answerOf({ totalPage: 1, result: JSON.stringify([{ ...group, tasks: [task] }]) })],
  ])('is found by %s', async (_what, answer) => {
    told = answer
    await sync()
    expect((await listOf('me/group-sops?status=all')).total).toBe(1)
  })

  it('is what was last known after a failure', async () => {
    told = '{"code":-1,"message":"x","data":null}'
    await sync()
    const refused = { state: 'stale', total: 1, problem: { code: 'upstream_refused' } }
    expect(await listOf('me/group-sops?status=all')).toMatchObject(refused)
  })

  const dueAt = '2030-03-01T10:05:00+08:00'
  it.each([
    ['an empty tag among others', { tagGroupNames: [null, 'x', 7] }, {}, { tags: ['x', '7'] }],
    ['tags between commas', { tagGroupNames: 'x,y' }, {}, { tags: ['x', 'y'] }],
    ['a group named by a number', { chatName: 2024 }, {}, { chatName: '2024' }],
    ['no owner', { salesId: null, salesName: null }, {}, { ownerName: null }],
    ['a list for an owner', { salesId: [1], salesName: {} }, {}, { ownerName: null }],
    ['no state', {}, { sendStatus: null }, { status: 'unknown', sendStatus: null }],
    ['a state below zero', {}, { sendStatus: -1 }, { status: 'unknown', sendStatus: -1 }],
    ['a word for a state', {}, { sendStatus: 'SENT' }, { status: 'unknown', sendStatus: null }],
    ['no SOP', {}, { sopInfoId: null }, { sopId: null }],
    ['no mode', {}, { mode: '' }, { mode: null }],
    ['a number for a title', {}, { title: 618 }, { title: '618' }],
    ['an entity in its title', {}, { title: 'A&amp;B' }, { title: 'A&B' }],
    ['epoch milliseconds', {}, { startTime: 1_898_561_100_000 }, { dueAt }],
    ['a fraction of a second', {}, { startTime: '2030-03-01 10:05:00.0' }, { dueAt }],
    ['a day alone, until its end', {}, { startTime: '2030-03-01' }, { dueAt: '2030-03-01T23:59:59+08:00' }],
    ['an empty date', {}, { startTime: '0000-00-00 00:00:00' }, { dueAt: null }],
    ['a time that is none', {}, { startTime: 'x' }, { dueAt: null }],
    ['a name of 500 letters, written from the right', { chatName: `\u{202E}${'名'.repeat(500)}` }, {}, {}],
  ])('is shown with %s', async (_what, groupPatch, taskPatch, item) => {
    told = pageOf({ ...group, ...groupPatch, tasks: [{ ...task, ...taskPatch }] })
    const list = await listOf()
    expect(list).toMatchObject({ state: 'fresh', total: 1 })
    expect(list.items[0]).toMatchObject({ id: 'tanma:p1', ...item })
  })

  it('is one row and one count, however often it is told', async () => {
    told = pageOf({ ...group, tasks: [task, { ...task, id: 'p2' }, task] })
    expect(await listOf()).toMatchObject({ total: 2, counts: { open: 2 }, items: [{}, {}] })
  })

  it('without an id is left out, and its group says so until it can be read', async () => {
    told = pageOf({ ...group, tasks: [task, { ...task, id: null }, 'x'] })
    const unread = { state: 'stale', total: 1, leftOut: 2, problem: { code: 'rows_left_out' } }
    expect(await listOf()).toMatchObject(unread)
    expect(await listOf('me/group-sops?status=all')).toMatchObject(unread)
    await sync()
    expect(await bff.store.leftOut.all('tanma')).toMatchObject([
      { part: 'page 1', field: 'tasks.id', subject: chatId },
      { part: 'page 1', field: 'tasks.body', subject: chatId },
    ])
    told = pageOf({ ...group, tasks: [task] })
    expect(await listOf()).toMatchObject({ state: 'fresh', total: 1 })
  })

  it('of a group without an id is left out for the doctor alone', async () => {
    told = pageOf({ ...group, tasks: [task] }, { ...group, chatId: null, tasks: [task] })
    await sync()
    expect(await listOf()).toMatchObject({ state: 'fresh', total: 1 })
    expect(await bff.store.leftOut.all('tanma')).toMatchObject([{ field: 'chatId', subject: null }])
  })
})
