import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PushContent } from '#contract/content'
import { PushList } from '#contract/work'
import type { Piece } from '../../../src/sandbox/vendors/yunzhong/entities.ts'
import { seedContact, seedStaff, startYunzhongWork, told, type YunzhongBench } from '../../support/start-yunzhong.ts'
import { clockOf } from '../../support/clock.ts'

let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: YunzhongBench
let me: string

const text = (news: string): Piece => ({ type: 'text', news })
const link = { type: 'link', title: '新品', link: 'https://example.com/a', describe: '', link_img: '' } as const

beforeAll(async () => {
  bench = await startYunzhongWork({ clock: clockOf(() => now) })
  me = await bench.bff.signIn(seedStaff)
})
beforeEach(() => bench.connect(me, seedStaff))
afterEach(() => {
  bench.vendor.fault = 'none'
  bench.vendor.slowMs = 4000
  bench.vendor.setQuirks({ badRow: false })
  now += 60_000
})
afterAll(() => bench.close())

const listOf = async (path = `contacts/${seedContact}/pushes`) =>
  PushList.parse((await bench.send('GET', path, me)).json())
const contentOf = async (id: number) =>
  PushContent.parse((await bench.send('GET', `contacts/${seedContact}/pushes/${id}`, me)).json())
const place = (id: number, key: string, cookie = me) =>
  bench.send('PUT', `contacts/${seedContact}/pushes/${id}/placements/${key}`, cookie)
const add = (pieces: Record<string, Piece>, targetId = seedContact, userid = seedStaff) =>
  bench.vendor.addPush({ userid, targetId, taskName: '节后回访', pieces })

describe('the pushes of a contact', () => {
  it('are those that wait for me and for him', async () => {
    const id = add({ '0': text('在吗'), '2': link })
    add({ '0': text('别人的') }, seedContact, 'hejing')
    const list = await listOf()
    expect(list.items.find(({ pushId }) => pushId === String(id))).toEqual({
      id: `yunzhong:push:${id}`,
      source: 'yunzhong',
      kind: 'push',
      pushId: String(id),
      title: '节后回访',
      detail: null,
      status: 'open',
      dueAt: '2026-11-20T23:59:59+08:00',
      createdAt: null,
      overdue: false,
      url: null,
      mine: true,
      dateText: '2026-11-20',
      pieces: 2,
      placed: 0,
    })
    expect(list.counts.open).toBe(bench.vendor.pendingPushes(seedStaff, seedContact).length)
  })

  it('are asked for once in thirty seconds', async () => {
    await listOf()
    const before = bench.calls('getTask')
    now += 20_000
    await Promise.all([listOf(), listOf()])
    expect(bench.calls('getTask')).toBe(before)
    now += 11_000
    await Promise.all([listOf(), listOf()])
    expect(bench.calls('getTask') - before).toBe(1)
  })

  it('are the last known ones while the vendor is down, with the reason', async () => {
    const before = await listOf()
    bench.vendor.fault = 'down'
    now += 31_000
    const list = await listOf()
    expect(list).toMatchObject({ state: 'stale', problem: { code: 'upstream_unreachable', source: 'yunzhong' } })
    expect(list.items).toEqual(before.items)
  })

  it('are none of those that are done or cancelled: the vendor tells nothing of them', async () => {
    const list = await listOf(`contacts/${seedContact}/pushes?status=done`)
    expect(list.items).toEqual([])
    expect(list.counts.open).toBeGreaterThan(0)
  })

  it('are nobody’s who does not follow him, connected or not', async () => {
    const { world } = bench.simulators
    const stranger = world.contacts.find(
      ({ gone, follows }) => !gone && follows.length > 0 && follows.every(({ userid }) => userid !== seedStaff),
    )
    const id = bench.vendor.addPush({
      userid: seedStaff,
      targetId: stranger?.externalUserId ?? '',
      taskName: 'x',
      pieces: { '0': text('x') },
    })
    const path = `contacts/${stranger?.externalUserId}/pushes`
    const answers = await Promise.all([
      bench.send('GET', path, me),
      bench.send('GET', `${path}/${id}`, me),
      bench.send('PUT', `${path}/${id}/placements/0`, me),
    ])
    expect(answers.map(told)).toEqual(Array.from({ length: 3 }, () => [403, 'not_a_follower']))
  })
})

describe('the pushes of a group', () => {
  it('are asked for by chat id, and belong to it alone', async () => {
    const { world } = bench.simulators
    const chat = world.chats.find(({ owner }) => owner === seedStaff)
    const id = bench.vendor.addPush({
      userid: seedStaff,
      targetId: chat?.chatId ?? '',
      type: 4,
      taskName: '群通知',
      pieces: { '0': text('大家好') },
    })
    const list = await listOf(`chats/${chat?.chatId}/pushes`)
    expect(list.items.map(({ pushId }) => pushId)).toContain(String(id))
    expect((await listOf()).items.map(({ pushId }) => pushId)).not.toContain(String(id))
    const content = await bench.send('GET', `chats/${chat?.chatId}/pushes/${id}`, me)
    expect(PushContent.parse(content.json()).pieces).toEqual([
      { key: '0', content: { type: 'text', text: '大家好' }, placedAt: null },
    ])
    expect(told(await bench.send('PUT', `chats/${chat?.chatId}/pushes/${id}/placements/all`, me))).toEqual([204])
    expect((await listOf(`chats/${chat?.chatId}/pushes`)).items.map(({ pushId }) => pushId)).not.toContain(String(id))
  })
})

describe('the content of a push', () => {
  it('has the vendor’s keys, and no markup', async () => {
    const id = add({ '1': text('<p style="color:red">您好&nbsp;<b>陈</b></p><p>1 &lt; 2</p>'), '4': link })
    expect(await contentOf(id)).toEqual({
      pushId: String(id),
      title: '节后回访',
      pieces: [
        { key: '1', content: { type: 'text', text: '您好 陈\n1 < 2' }, placedAt: null },
        {
          key: '4',
          content: { type: 'link', title: '新品', url: 'https://example.com/a', description: null, imageUrl: null },
          placedAt: null,
        },
      ],
    })
  })

  it('is told of no push that is another’s, about another, or done', async () => {
    const others = add({ '0': text('x') }, seedContact, 'hejing')
    const elsewhere = add({ '0': text('x') }, 'wmOther')
    for (const id of [others, elsewhere, 99_999]) {
      const path = `contacts/${seedContact}/pushes/${id}`
      expect(told(await bench.send('GET', path, me))).toEqual([404, 'push_gone'])
      expect(told(await bench.send('PUT', `${path}/placements/all`, me))).toEqual([404, 'push_gone'])
    }
    expect(bench.vendor.sentPieces(others)).toEqual([])
    expect(bench.vendor.sentPieces(elsewhere)).toEqual([])
  })

  it('is gone when the vendor withdrew it since the list', async () => {
    const id = add({ '0': text('x') })
    await listOf()
    bench.vendor.removePush(id)
    expect(told(await bench.send('GET', `contacts/${seedContact}/pushes/${id}`, me))).toEqual([404, 'push_gone'])
  })
})

describe('placing', () => {
  it('marks one piece, remembers when, and counts it', async () => {
    const id = add({ '0': text('a'), '3': text('b') })
    expect(told(await place(id, '3'))).toEqual([204])
    expect(bench.vendor.sentPieces(id)).toEqual(['3'])
    expect((await contentOf(id)).pieces.map(({ key, placedAt }) => [key, placedAt !== null])).toEqual([
      ['0', false],
      ['3', true],
    ])
    expect((await listOf()).items.find(({ pushId }) => pushId === String(id))?.placed).toBe(1)
    expect(bench.bff.logged.join('')).toContain('"audit":"placement"')
  })

  it('marks all of them at once, and the push leaves the list', async () => {
    const id = add({ '0': text('a'), '1': text('b') })
    await listOf()
    expect(told(await place(id, 'all'))).toEqual([204])
    expect(bench.vendor.sentPieces(id)).toEqual(['0', '1'])
    expect((await listOf()).items.map(({ pushId }) => pushId)).not.toContain(String(id))
  })

  it('asks the vendor once for two taps at once, and not again for a third', async () => {
    const id = add({ '0': text('a'), '1': text('b') })
    const before = bench.calls('send')
    const answers = await Promise.all([place(id, '0'), place(id, '0'), place(id, '0')])
    expect(answers.map(told)).toEqual([[204], [204], [204]])
    expect(told(await place(id, '0'))).toEqual([204])
    expect(bench.calls('send') - before).toBe(1)
  })

  it('answers the last tap too, though the push is not pending any more', async () => {
    const id = add({ '0': text('a') })
    await place(id, '0')
    expect(told(await place(id, '0'))).toEqual([204])
    expect(told(await place(id, '7'))).toEqual([404, 'push_gone'])
  })

  it('refuses a key that the push does not have', async () => {
    const id = add({ '2': text('a') })
    const before = bench.calls('send')
    expect(told(await place(id, '0'))).toEqual([404, 'push_gone'])
    expect(bench.calls('send')).toBe(before)
  })

  it('keeps nothing that the vendor did not confirm, and sends again when asked again', async () => {
    const id = add({ '0': text('a'), '1': text('b') })
    await contentOf(id)
    bench.vendor.fault = 'refusing'
    expect(told(await place(id, '0'))).toEqual([502, 'upstream_refused'])
    bench.vendor.fault = 'none'
    expect((await contentOf(id)).pieces.every(({ placedAt }) => placedAt === null)).toBe(true)
    expect(told(await place(id, '0'))).toEqual([204])
    expect(bench.vendor.sentPieces(id)).toEqual(['0'])
  })

  it('says so when the session is over', async () => {
    const id = add({ '0': text('a') })
    await listOf()
    bench.vendor.expireSessions(seedStaff)
    expect(told(await place(id, '0'))).toEqual([409, 'not_connected'])
    expect((await listOf()).state).toBe('disconnected')
  })
})
