import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startYunzhongCaller, type YunzhongCaller } from './support/yunzhong-caller.ts'

let caller: YunzhongCaller
beforeEach(async () => {
  caller = await startYunzhongCaller()
  await caller.signIn(cast.salesperson)
})
afterEach(() => caller.vendor.close())

const Item = z.object({
  id: z.int(),
  task_name: z.string(),
  content_list: z.array(z.looseObject({ type: z.string() })),
})
const Tasks = z.object({
  date: z.string(),
  task_count: z.int(),
  current: z.array(Item).optional(),
  othor: z
    .array(z.object({ name: z.string(), avatar: z.string(), userid: z.string(), task_total: z.int() }))
    .nullable(),
})
const GroupTasks = z.object({
  group_current: z.array(Item).nullable(),
  group_othor: z.array(z.object({ group_name: z.string(), chat_id: z.string(), task_total: z.int() })).optional(),
  group_chat_avatar: z.string(),
})
const Content = z.object({
  date: z.string(),
  task_log_id: z.int(),
  task_name: z.string(),
  task_type: z.int(),
  content_list: z.string(),
})

const contactTasks = async (external_userid: string, task_type = 1) =>
  Tasks.parse((await caller.sidebar('getTask', { task_type, external_userid })).data)
const chatTasks = async (chat_id: string) =>
  GroupTasks.parse((await caller.sidebar('getTask', { task_type: 4, chat_id })).data)
const contentOf = (task_log_id: number, external_userid: string = cast.seedContact) =>
  caller.sidebar('getContent', { task_log_id, external_userid })
const idOf = (taskName: string) =>
  caller.vendor.pendingPushes(cast.salesperson).find((push) => push.taskName === taskName)?.id ?? 0
const gapped = '冰柜陈列费到账通知'
const whole = '新客第三天：资料与样品'

describe('getTask', () => {
  test('tells what is pending for the customer, and who else waits', async () => {
    const { current, othor, date, task_count } = await contactTasks(cast.seedContact)
    expect(date).toBe('2024-08-07')
    expect(current?.map(({ task_name }) => task_name)).toEqual([whole, gapped])
    const others = othor?.reduce((sum, { task_total }) => sum + task_total, 0) ?? 0
    expect(task_count).toBe(2 + others)
    expect(othor?.map(({ userid }) => userid)).not.toContain(cast.seedContact)
  })

  test('tells nothing of a colleague’s pushes to the same customer', async () => {
    await caller.signIn(cast.colleague)
    expect((await contactTasks(cast.seedContact)).current?.map(({ task_name }) => task_name)).toEqual(['核对开票资料'])
  })

  test('leaves an empty list out, or makes it null', async () => {
    expect(await contactTasks(cast.idle)).not.toHaveProperty('current')
    expect((await chatTasks(cast.chatWithoutTasks)).group_current).toBeNull()
    await caller.signIn('wujianguo')
    expect(await contactTasks(cast.seedContact)).toMatchObject({ task_count: 0, othor: null })
    expect(await chatTasks(cast.seedChat)).not.toHaveProperty('group_othor')
  })

  test('tells a group’s pushes with type 4 and its chat_id', async () => {
    const { group_current, group_othor } = await chatTasks(cast.seedChat)
    expect(group_current?.map(({ task_name }) => task_name)).toEqual(['周三价格表', '新品试饮接龙'])
    expect(group_othor).toEqual([{ group_name: '南坪便利店老板群', chat_id: cast.busyChat, task_total: 1 }])
  })

  test('type 1 stands for all kinds of customer pushes unless the tenant is strict; 2 and 3 for themselves', async () => {
    const names = async (type: number) =>
      (await contactTasks(cast.seedContact, type)).current?.map(({ task_name }) => task_name)
    expect(await names(2)).toEqual([gapped])
    expect(await names(3)).toBeUndefined()
    caller.vendor.setQuirks({ strictTaskTypes: true })
    expect(await names(1)).toEqual([whole])
  })

  test('asks for one to five pieces, with pictures on the vendor’s own address', async () => {
    const { current } = await contactTasks(cast.seedContact)
    expect(current?.[0]?.content_list.map(({ type }) => type)).toEqual(['text', 'image', 'link', 'applet', 'file'])
    expect(current?.[0]?.content_list[1]?.['link_img']).toContain(`${caller.vendor.url}/attachment/`)
  })

  test.each([
    { task_type: 4, external_userid: cast.seedContact },
    { task_type: 1, chat_id: cast.seedChat },
    { task_type: 5, external_userid: cast.seedContact },
    {},
  ])('refuses %j', async (body) => {
    expect(await caller.sidebar('getTask', body)).toEqual({ result: 0, msg: '参数错误', data: [] })
  })

  test('is POST alone', async () => {
    const route = 'plugin.sop-task.frontend.controller.task.task.getTask'
    const response = await caller.ask(`/addons/yun_shop/api.php?i=6&type=5&route=${route}`)
    expect(await response.json()).toMatchObject({ result: 0, msg: '不存在的接口' })
  })
})

describe('getContent', () => {
  test('is JSON in a string, an object by keys that have gaps', async () => {
    const content = Content.parse((await contentOf(idOf(gapped))).data)
    expect(content).toMatchObject({ task_log_id: idOf(gapped), task_name: gapped, task_type: 2 })
    const pieces = z.record(z.string(), z.looseObject({ type: z.string() })).parse(JSON.parse(content.content_list))
    expect(Object.entries(pieces).map(([key, { type }]) => [key, type])).toEqual([
      ['0', 'text'],
      ['2', 'video'],
      ['5', 'text'],
    ])
    expect(pieces['0']).toMatchObject({ news: expect.stringContaining('<p style=') })
  })

  test('is told of a group by its chat_id', async () => {
    const task_log_id = idOf('周三价格表')
    expect(await caller.sidebar('getContent', { task_log_id, chat_id: cast.seedChat })).toMatchObject({ result: 1 })
  })

  test('is refused for another customer, another’s push and one that does not exist', async () => {
    const refused = { result: 0, msg: '任务不存在或已完成', data: [] }
    const [ofColleague] = caller.vendor.pendingPushes(cast.colleague, cast.seedContact)
    expect(await contentOf(idOf(gapped), cast.idle)).toEqual(refused)
    expect(await contentOf(ofColleague?.id ?? 0)).toEqual(refused)
    expect(await contentOf(1)).toEqual(refused)
  })
})

describe('send', () => {
  const mark = (task_log_id: number, body: object) => caller.sidebar('send', { task_log_id, ...body })

  test('marks one piece by its key, and the push leaves when the last is marked', async () => {
    const id = idOf(gapped)
    for (const content_index of ['0', '5', '0'])
      expect(await mark(id, { send_type: 1, content_index })).toMatchObject({ result: 1 })
    expect(caller.vendor.sentPieces(id)).toEqual(['0', '5'])
    expect((await contactTasks(cast.seedContact)).current).toHaveLength(2)
    await mark(id, { send_type: 1, content_index: '2' })
    expect((await contactTasks(cast.seedContact)).current?.map(({ task_name }) => task_name)).toEqual([whole])
    expect(await contentOf(id)).toMatchObject({ result: 0 })
    expect(caller.vendor.pendingPushes(cast.salesperson, cast.seedContact)).toHaveLength(1)
  })

  test('marks all with send_type 0, and again', async () => {
    const id = idOf(whole)
    expect(await mark(id, { send_type: 0 })).toMatchObject({ result: 1 })
    expect(await mark(id, { send_type: 0 })).toMatchObject({ result: 1 })
    expect(caller.vendor.sentPieces(id)).toEqual(['0', '1', '2', '3', '4'])
  })

  test('refuses an unknown key, a missing type and another’s push', async () => {
    const id = idOf(whole)
    const [ofColleague] = caller.vendor.pendingPushes(cast.colleague)
    expect(await mark(id, { send_type: 1, content_index: '9' })).toMatchObject({ result: 0, msg: '参数错误' })
    expect(await mark(id, { send_type: 1 })).toMatchObject({ result: 0 })
    expect(await mark(id, {})).toMatchObject({ result: 0 })
    expect(await mark(ofColleague?.id ?? 0, { send_type: 0 })).toMatchObject({ result: 0, msg: '任务不存在或已完成' })
    expect(caller.vendor.sentPieces(id)).toEqual([])
  })
})

test('pushes are added and removed', async () => {
  const id = caller.vendor.addPush({
    userid: cast.salesperson,
    targetId: cast.idle,
    taskName: '回访',
    pieces: { 7: { type: 'text', news: '您好' } },
  })
  expect((await contactTasks(cast.idle)).current).toMatchObject([{ id, task_name: '回访' }])
  caller.vendor.removePush(id)
  expect(await contactTasks(cast.idle)).not.toHaveProperty('current')
})

test('the busiest has most to send, and only to customers of her own', () => {
  const count = (userid: string) => caller.vendor.pendingPushes(userid).length
  const others = ['mengxiangyu', 'linxiaomei', 'zhouwei', 'wujianguo'].map(count)
  expect(count(cast.busiest)).toBeGreaterThan(Math.max(...others))
  const follows = (targetId: string) =>
    caller.world.contacts.some(
      ({ externalUserId, follows }) =>
        externalUserId === targetId && follows.some(({ userid }) => userid === cast.busiest),
    ) || caller.world.chats.some(({ chatId, owner }) => chatId === targetId && owner === cast.busiest)
  expect(caller.vendor.pendingPushes(cast.busiest).every(({ targetId }) => follows(targetId))).toBe(true)
})
