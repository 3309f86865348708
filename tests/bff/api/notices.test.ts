import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NoticeList } from '#contract/work'
import { seedStaff, startYunzhongWork, told, type YunzhongBench } from '../../support/start-yunzhong.ts'
import { clockOf } from '../../support/clock.ts'

let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: YunzhongBench
let me: string
let hejing: string

beforeAll(async () => {
  bench = await startYunzhongWork({ clock: clockOf(() => now) })
  me = await bench.bff.signIn(seedStaff)
  hejing = await bench.bff.signIn('hejing')
})
beforeEach(async () => {
  await bench.connect(me, seedStaff)
  await bench.connect(hejing, 'hejing')
})
afterEach(() => {
  bench.vendor.fault = 'none'
  bench.vendor.setQuirks({ messageCentre: 'on', hasOwnMessageIds: false, documentedNames: false, badRow: false })
  now += 60_000
})
afterAll(() => bench.close())

const listOf = async (query = '', cookie = me) =>
  NoticeList.parse((await bench.send('GET', `me/notices${query}`, cookie)).json())
const markRead = (id: number, cookie = me) => bench.send('PUT', `me/notices/${id}/read`, cookie)
const add = (head: string, reader = seedStaff, type = 3) =>
  bench.vendor.addNotice({ reader, from: 'wujianguo', head, title: '门店巡检', type })

describe('the notices of a salesperson', () => {
  it('hold the rows of the vendor’s own page', async () => {
    const { items } = await listOf('?limit=200')
    expect(items.find(({ noticeId }) => noticeId === '1')).toEqual({
      id: 'yunzhong:notice:1',
      source: 'yunzhong',
      kind: 'notice',
      noticeId: '1',
      noticeType: '1',
      title: '将状态更变为:进行中',
      detail: '修改任务名称\n测试任务',
      status: 'open',
      dueAt: null,
      createdAt: '2022-05-12T16:13:22+08:00',
      overdue: false,
      url: null,
      mine: true,
      actor: {
        name: '测试员工',
        avatar: 'https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=vc1020a663f6887d1a',
      },
      task: {
        id: '3',
        name: '修改任务名称',
        description: '任务描述',
        assignee: '测试员工',
        status: 'in_progress',
        statusRaw: 1,
        priority: 0,
        isArchived: false,
        startAt: '2022-04-27T15:24:19+08:00',
        deadlineAt: null,
      },
      // The message centre does not list what is older than a year.
      canMarkRead: false,
    })
    expect(items.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['给你分配了任务', '邀请你加入到任务的参与人中', '评论了任务']),
    )
  })

  it('come latest first, in pages of ours that go over the vendor’s pages', async () => {
    const unread = bench.vendor.noticesOf('hejing').length
    expect(unread).toBeGreaterThan(20)
    const whole = await listOf('?limit=200', hejing)
    const first = await listOf('?limit=15', hejing)
    const second = await listOf(`?limit=15&cursor=${first.next}`, hejing)
    expect(whole.items).toHaveLength(unread)
    expect(whole.total).toBe(unread)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(whole.items.slice(0, 30).map(({ id }) => id))
    const times = whole.items.map(({ createdAt }) => Date.parse(createdAt ?? ''))
    expect(times).toEqual([...times].sort((one, other) => other - one))
  })

  it('are counted over both inboxes, whichever is asked for', async () => {
    const counts = {
      open: bench.vendor.noticesOf('hejing').length,
      overdue: 0,
      done: bench.vendor.noticesOf('hejing', true).length,
    }
    const lists = await Promise.all(
      ['open', 'done', 'all'].map((status) => listOf(`?status=${status}&limit=200`, hejing)),
    )
    expect(lists.map((list) => list.counts)).toEqual([counts, counts, counts])
    expect(lists.map(({ total }) => total)).toEqual([counts.open, counts.done, counts.open + counts.done])
    expect(lists.map(({ items }) => items.length)).toEqual(lists.map(({ total }) => total))
    expect(new Set(lists[1]?.items.map(({ status }) => status))).toEqual(new Set(['done']))
  })

  it('are shown by what the vendor’s head says, however strange their type', async () => {
    const id = add('火星来信', seedStaff, 77)
    const notice = (await listOf()).items.find(({ noticeId }) => noticeId === String(id))
    expect(notice).toMatchObject({ title: '火星来信', noticeType: '77', task: null })
  })

  it('name their author under either of the vendor’s two names', async () => {
    const before = await listOf('?limit=200')
    bench.vendor.setQuirks({ documentedNames: true })
    now += 31_000
    const after = await listOf('?limit=200')
    expect(after.items.map(({ actor }) => actor)).toEqual(before.items.map(({ actor }) => actor))
  })

  it('are nobody else’s', async () => {
    const id = add('只给贺静', 'hejing')
    expect((await listOf('?limit=200')).items.map(({ noticeId }) => noticeId)).not.toContain(String(id))
  })

  it('are the last known ones while the vendor refuses, with the reason', async () => {
    const before = await listOf('?limit=200')
    bench.vendor.fault = 'refusing'
    now += 31_000
    const list = await listOf('?limit=200')
    expect(list).toMatchObject({ state: 'stale', problem: { code: 'upstream_refused' } })
    expect(list.items).toEqual(before.items)
  })
})

describe('marking a notice as read', () => {
  it('takes, moves it to the other inbox, and may be asked for twice', async () => {
    const id = add('请看一下')
    expect((await listOf()).items.find(({ noticeId }) => noticeId === String(id))?.canMarkRead).toBe(true)
    expect(told(await markRead(id))).toEqual([204])
    expect((await listOf()).items.map(({ noticeId }) => noticeId)).not.toContain(String(id))
    expect((await listOf('?status=done&limit=200')).items.map(({ noticeId }) => noticeId)).toContain(String(id))
    const before = bench.calls('markRead')
    expect(told(await markRead(id))).toEqual([204])
    expect(bench.calls('markRead')).toBe(before)
    expect(bench.bff.logged.join('')).toContain('"audit":"notice.read"')
  })

  it('finds the message centre’s own id of it', async () => {
    bench.vendor.setQuirks({ hasOwnMessageIds: true })
    const id = add('编号不同')
    expect(told(await markRead(id))).toEqual([204])
    expect(bench.vendor.noticesOf(seedStaff, true).map(({ row }) => row.id)).toContain(id)
  })

  it('does not touch what is not mine', async () => {
    const id = add('贺静的', 'hejing')
    expect(told(await markRead(id))).toEqual([404, 'notice_gone'])
    expect(bench.vendor.noticesOf('hejing').map(({ row }) => row.id)).toContain(id)
  })

  it('is said not to have taken where the centre does not list it', async () => {
    const before = bench.calls('markRead')
    expect(told(await markRead(1))).toEqual([409, 'not_marked'])
    expect(told(await markRead(987_654))).toEqual([404, 'notice_gone'])
    expect(bench.calls('markRead')).toBe(before)
  })

  it.each(['missing', 'denied'] as const)('is not offered where the centre is %s', async (messageCentre) => {
    bench.vendor.setQuirks({ messageCentre })
    const other = await bench.bff.signIn('linxiaomei')
    await bench.connect(other, 'linxiaomei')
    const id = add('无法标记', 'linxiaomei')
    const { items } = await listOf('', other)
    expect(items.length).toBeGreaterThan(0)
    expect(items.filter(({ canMarkRead }) => canMarkRead)).toEqual([])
    expect(told(await markRead(id, other))).toEqual([409, 'not_marked'])
    await bench.send('DELETE', 'me/connections/yunzhong', other)
    now += 1
  })

  it('asks once a session whether there is a centre', async () => {
    await listOf()
    const before = bench.calls('message/unread')
    now += 31_000
    await listOf()
    expect(bench.calls('message/unread')).toBe(before)
  })
})
