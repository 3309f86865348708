import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import page from '../../src/sandbox/seeds/tanma.get-group-list.json' with { type: 'json' }
import { signOf } from '../../src/sandbox/vendors/tanma/signature.ts'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startTanmaCaller, type TanmaCaller } from './support/tanma-caller.ts'

let caller: TanmaCaller
beforeEach(async () => {
  caller = await startTanmaCaller()
})
afterEach(() => caller.vendor.close())

const mengxiangyu = 451653062381760
const idsOf = ({ result }: { result: { chatId: string }[] }) => result.map(({ chatId }) => chatId)

describe('the signature', () => {
  test('holds for a body of ours', () => {
    const body = '{"userId":463352988837952,"pageNo":1,"pageSize":10}'
    const sign = signOf({ appId: 'ww0000_abc123', appKey: 'test-appkey' }, '1723015823056', body)
    expect(sign).toBe('dfcc1e5bdc96293940fe79d1ff635cb5e6565341e95a25fb7f7b9bfeca89afd1')
  })

  test.each([
    ['a wrong sign', { sign: '0'.repeat(64) }],
    ['another secret', { appKey: 'guess' }],
    ['another app', { appId: 'ww0000_abc123' }],
  ])('%s is 1002, with HTTP 200 and no data', async (_name, call) => {
    const response = await caller.post({}, call)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ code: 1002, message: '签名错误', data: null })
  })

  test('a time five minutes off is 1003, either way, and so are seconds', async () => {
    const at = (ms: number) => caller.ask({}, { timestamp: String(caller.now() + ms) })
    expect(await at(300_000)).toMatchObject({ code: 0 })
    expect(await at(-300_000)).toMatchObject({ code: 0 })
    expect(await at(300_001)).toMatchObject({ code: 1003, data: null })
    expect(await at(-300_001)).toMatchObject({ code: 1003, data: null })
    expect(await caller.ask({}, { timestamp: '1723015800' })).toMatchObject({ code: 1003 })
  })

  test('the secret as a header is refused, whatever the sign', async () => {
    expect(await caller.ask({}, { headers: { appKey: 'anything' } })).toMatchObject({ code: -1, data: null })
  })

  test('a missing header is refused', async () => {
    const response = await fetch(`${caller.vendor.url}/api/v3/groupSop/getGroupList`, { method: 'POST', body: '{}' })
    expect(await response.json()).toMatchObject({ code: 1001, data: null })
  })
})

describe('groups', () => {
  test('the request of the vendor’s page gets the answer of the page, word for word', async () => {
    expect(await caller.ask({ pageSize: 10, userId: 463352988837952 })).toEqual(page)
  })

  test('a salesperson sees the groups that he owns, newest first', async () => {
    const { result, totalCount } = await caller.list({ userId: mengxiangyu, pageSize: 100 })
    expect(totalCount).toBe(result.length)
    expect(new Set(result.map(({ salesId }) => salesId))).toEqual(new Set([String(mengxiangyu)]))
    const times = result.map(({ createTimeGroup }) => createTimeGroup)
    expect(times).toEqual([...times].sort().reverse())
    expect(idsOf({ result })).toContain(cast.seedChat)
  })

  test('without a userId all groups of the company come, and each of them is a group of WeCom', async () => {
    const ids = idsOf(await caller.list({ pageSize: 100 }))
    expect(ids.sort()).toEqual(caller.world.chats.map(({ chatId }) => chatId).sort())
  })

  test('groups without tasks come too, and every kind of task occurs', async () => {
    const { result } = await caller.list({ pageSize: 100 })
    expect(result.find(({ chatId }) => chatId === cast.chatWithoutTasks)?.tasks).toEqual([])
    const tasks = result.flatMap(({ tasks }) => tasks)
    expect(new Set(tasks.map(({ sendStatus }) => sendStatus))).toEqual(new Set([0, 1, 9]))
    expect(new Set(tasks.map(({ mode }) => mode))).toEqual(new Set([0, 1]))
  })

  test('keyword, tags and creation narrow the list', async () => {
    expect(idsOf(await caller.list({ keyword: '测测' }))).toEqual([cast.seedChat])
    const tagged = await caller.list({ tagGroupIds: [101], pageSize: 100 })
    expect(tagged.result.every(({ tagGroupNames }) => String(tagGroupNames) === '重点群')).toBe(true)
    expect(tagged.totalCount).toBeGreaterThan(0)
    const span = { startCreateTime: '2022-02-16 17:58:03', endCreateTime: '2022-02-16 17:58:03' }
    expect(idsOf(await caller.list(span))).toEqual([cast.seedChat])
  })

  test('pages hold every group once, and a page beyond the last is empty', async () => {
    const all = await caller.list({ pageSize: 100 })
    const pages = await Promise.all([1, 2, 3, 4, 5].map((pageNo) => caller.list({ pageNo, pageSize: 5 })))
    expect(pages[0]).toMatchObject({ totalCount: all.totalCount, totalPage: 4, pageNo: 1, pageSize: 5 })
    expect(pages.flatMap(idsOf)).toEqual(idsOf(all))
    expect(pages[4]?.result).toEqual([])
  })

  test.each([
    { pageNo: 0 },
    { pageSize: '10' },
    { userId: 'mengxiangyu' },
    { keyword: 1 },
    { startCreateTime: 'today' },
  ])('%j is refused', async (body) => {
    expect(await caller.ask(body)).toMatchObject({ code: -1, data: null })
  })

  test('a body that is no JSON object is refused', async () => {
    for (const raw of ['[]', '{"pageNo"', '']) expect(await caller.ask({}, { raw })).toMatchObject({ code: -1 })
  })
})

describe('quirks', () => {
  test('shiftingTotal changes the totals between pages', async () => {
    caller.vendor.quirks.shiftingTotal = true
    const first = await caller.list({ pageSize: 5 })
    const second = await caller.list({ pageSize: 5, pageNo: 2 })
    expect(second.totalCount).toBe(first.totalCount + 1)
  })

  test('badRow breaks the first group, badTask the first task of each', async () => {
    caller.vendor.setQuirks({ badRow: true })
    expect((await caller.ask({ pageSize: 2 })).data).toMatchObject({
      result: [{ chatId: null, tasks: '无' }, { chatId: expect.any(String) }],
    })
    caller.vendor.setQuirks({ badRow: false, badTask: true })
    const { data } = await caller.ask({ keyword: '测测测' })
    expect(data).toMatchObject({ result: [{ tasks: expect.arrayContaining([{ title: expect.any(String) }]) }] })
  })
})

describe('when the truth changes', () => {
  test('tasks are added, changed and removed', async () => {
    const tasks = async () => (await caller.list({ keyword: '新品试吃' })).result[0]?.tasks
    const id = caller.vendor.addSopTask(cast.chatWithoutTasks, { title: '试吃反馈收集' })
    expect(await tasks()).toMatchObject([{ id, title: '试吃反馈收集', sendStatus: 0, startTime: '2024-08-08 15:30' }])
    caller.vendor.modifySopTask(cast.chatWithoutTasks, id, { sendStatus: 1 })
    expect(await tasks()).toMatchObject([{ id, sendStatus: 1 }])
    caller.vendor.removeSopTask(cast.chatWithoutTasks, id)
    expect(await tasks()).toEqual([])
  })

  test('groups are added, renamed and removed, and reset brings them back', async () => {
    const group = { chatId: 'wrXinQun', chatName: '新群', salesId: String(mengxiangyu), salesName: '孟祥宇' }
    caller.vendor.addGroup(group)
    caller.vendor.modifyGroup('wrXinQun', { chatName: '新群(改名)' })
    expect(idsOf(await caller.list({ keyword: '改名', userId: mengxiangyu }))).toEqual(['wrXinQun'])
    caller.vendor.removeGroup(cast.seedChat)
    expect(caller.vendor.group(cast.seedChat)).toBeNull()
    caller.vendor.reset()
    expect(caller.vendor.group('wrXinQun')).toBeNull()
    expect(idsOf(await caller.list({ keyword: '测测测' }))).toEqual([cast.seedChat])
  })
})
