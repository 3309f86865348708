import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import page from '../../src/sandbox/seeds/yunzhong.notice-unread.json' with { type: 'json' }
import { cast } from '../../src/sandbox/world/cast.ts'
import { Paginator, startYunzhongCaller, type YunzhongCaller } from './support/yunzhong-caller.ts'

let caller: YunzhongCaller
beforeEach(async () => {
  caller = await startYunzhongCaller()
  await caller.signIn(cast.salesperson)
})
afterEach(() => caller.vendor.close())

const list = async (path: string) => Paginator.parse((await caller.get(path)).data)
const notices = (box: 'unread' | 'read', at = 1) => list(`plugin/project-manager/notice/${box}?page=${at}`)
const messages = (box: 'unread' | 'read', query = '') => list(`admin/message/${box}${query}`)

describe('the notices', () => {
  test('of the vendor’s page come first in the unread ones, word for word', async () => {
    const { data, per_page } = await notices('unread')
    expect(per_page).toBe(20)
    expect(data.slice(0, 4)).toEqual(page.data.data)
    expect(await caller.get('plugin/project-manager/notice/unread')).toMatchObject({
      result: page.result,
      msg: page.msg,
    })
  })

  test('come twenty a page, each once', async () => {
    await caller.signIn(cast.busiest)
    const [first, second] = [await notices('unread'), await notices('unread', 2)]
    expect([first.data.length, second.data.length, first.total]).toEqual([20, 7, 27])
    expect(first.next_page_url).toMatch(/^http:\/\/.*notice\/unread\?page=2$/)
    expect(second.next_page_url).toBeNull()
    expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(27)
  })

  test('are read or unread, and of the signed-in person alone', async () => {
    const read = await notices('read')
    expect(read.data.map(({ status }) => status)).toEqual(read.data.map(() => 1))
    expect(read.total).toBe(caller.vendor.noticesOf(cast.salesperson, true).length)
    await caller.signIn('zhouwei')
    expect(await notices('unread')).toMatchObject({ total: 0, data: [], from: null })
  })

  test('have types that the vendor’s page does not name, and sometimes no task', async () => {
    await caller.signIn(cast.busiest)
    const { data } = await notices('read', 1)
    const rows = [...data, ...(await notices('read', 2)).data, ...(await notices('unread')).data]
    expect(rows.some(({ notice_type }) => Number(notice_type) > 4)).toBe(true)
    expect(rows.some(({ has_one_task }) => has_one_task === null)).toBe(true)
  })

  test('name their creator otherwise with documentedNames, and badRow breaks the first', async () => {
    caller.vendor.setQuirks({ documentedNames: true, badRow: true })
    const { data } = await notices('unread')
    expect(data[0]).toMatchObject({ id: '', body: [], has_one_staff: { name: '测试员工' } })
    expect(data[1]).toMatchObject({ id: 2 })
    expect(data[1]).not.toHaveProperty('has_one_creator')
  })

  test('are GET alone', async () => {
    expect(await caller.post('plugin/project-manager/notice/unread')).toMatchObject({ result: 0, msg: '不存在的接口' })
  })
})

describe('the message centre', () => {
  test('tells the same inbox, newest first and nothing older than a year', async () => {
    const { data, total } = await messages('unread')
    expect(total).toBe((await notices('unread')).total - 4)
    expect(data.map(({ id }) => Number(id))).toEqual(data.map(({ id }) => Number(id)).sort((one, other) => other - one))
    expect(data[0]).toMatchObject({ plugin: 'project-manager', status: 0, notice_type: expect.any(String) })
    expect((await caller.get('admin/message/unread')).data).toMatchObject({ unreadMum: total, waitHandleNum: 0 })
    expect((await messages('unread', '?plugin=other')).total).toBe(0)
    expect((await messages('read')).total).toBe(caller.vendor.noticesOf(cast.salesperson, true).length)
  })

  test('markRead moves a notice by its own id, asked either way', async () => {
    const [first, second] = caller.vendor.noticesOf(cast.salesperson).map(({ row }) => row.id)
    expect(await caller.post('admin/message/markRead', { notice_id: first })).toMatchObject({ result: 1 })
    expect(await caller.get(`admin/message/markRead?notice_id=${second}`)).toMatchObject({ result: 1 })
    const unread = (await notices('unread')).data.map(({ id }) => id)
    expect(unread).not.toContain(first)
    expect(unread).not.toContain(second)
    expect((await notices('read')).data.slice(0, 2)).toMatchObject([{ id: first, status: 1 }, { id: second }])
  })

  test('markRead is glad about unknown ids, and asks nobody whose notice it is', async () => {
    expect(await caller.post('admin/message/markRead', { notice_id: 999_999 })).toMatchObject({ result: 1 })
    const [ofBusiest] = caller.vendor.noticesOf(cast.busiest)
    await caller.post('admin/message/markRead', { notice_id: ofBusiest?.row.id })
    expect(caller.vendor.noticesOf(cast.busiest)).toHaveLength(26)
  })

  test('with ids of its own, a notice’s id means nothing to markRead', async () => {
    caller.vendor.setQuirks({ hasOwnMessageIds: true })
    const before = (await notices('unread')).total
    const [notice] = caller.vendor.noticesOf(cast.salesperson).slice(-1)
    expect(await caller.post('admin/message/markRead', { notice_id: notice?.row.id })).toMatchObject({ result: 1 })
    expect((await notices('unread')).total).toBe(before)
    const [newest] = (await messages('unread')).data
    await caller.post('admin/message/markRead', { notice_id: newest?.['id'] })
    expect((await notices('unread')).total).toBe(before - 1)
  })

  test('may be missing, or not granted', async () => {
    caller.vendor.setQuirks({ messageCentre: 'missing' })
    expect(await caller.get('admin/message/unread')).toEqual({ result: 0, msg: '不存在的接口', data: [] })
    caller.vendor.setQuirks({ messageCentre: 'denied' })
    const body = { notice_id: 1 }
    expect(await caller.post('admin/message/markRead', body)).toEqual({
      result: 0,
      msg: 'Sorry,您没有操作权限',
      data: [],
    })
    expect(await caller.get('plugin/project-manager/notice/unread')).toMatchObject({ result: 1 })
  })
})

test('notices are added and read', async () => {
  const before = (await notices('unread')).total
  const id = caller.vendor.addNotice({
    reader: cast.salesperson,
    from: cast.colleague,
    head: '评论了任务',
    title: '铺货',
  })
  const { data, total } = await notices('unread')
  expect(total).toBe(before + 1)
  expect(data.at(-1)).toMatchObject({ id, body: { head: '评论了任务' }, has_one_creator: { user_id: 'linxiaomei' } })
  caller.vendor.markNoticeRead(id)
  expect((await notices('unread')).total).toBe(before)
})
