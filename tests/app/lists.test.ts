import { flushPromises } from '@vue/test-utils'
import { nextTick } from 'vue'
import { describe, expect, test, vi } from 'vitest'
import { customersOf, lateness } from '../../src/app/agenda/customers.ts'
import { agenda } from '../../src/app/agenda/agenda.ts'
import { sectionCounts, weekCount } from '../../src/app/agenda/counts.ts'
import { describe as rowWords } from '../../src/app/agenda/describe.ts'
import { merged } from '../../src/app/board/source-notices.ts'
import { fieldTaskFacts } from '../../src/app/features/field-tasks/field-task-fields.ts'
import { todoFacts } from '../../src/app/features/todos/todo-fields.ts'
import type { Field } from '../../src/app/ui/field.ts'
import { useSubject } from '../../src/app/subject/subject.ts'
import { createFakeApi } from './support/fake-api.ts'
import { createFakeHost } from './support/fake-host.ts'
import { alerts, button, mountBoard, ofContact, press, text, titles, useBoards } from './support/mount-board.ts'
import { bootWithYunzhong, contact, fieldTask, groupSop, list, now, problem, todo } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

const card = 'GET /api/contacts/wmAAA'
const late = todo(1, '2026-06-10T11:00:00+08:00')
const dead = todo(2, '2024-01-01T09:00:00+08:00')
const older = todo(3, '2026-06-01T09:00:00+08:00')
const today = fieldTask(4, '2026-06-10T18:00:00+08:00')
const me = { kind: 'me' } as const
const ofMe = (todos: object, tasks: object = list('waiqin', [])) => ({
  'GET /api/me/todos': { body: todos },
  'GET /api/me/field-tasks': { body: tasks },
  'GET /api/me/group-sops': { body: list('tanma', []) },
})
const ofBoard = (todos: object, tasks: object = list('waiqin', [])) => ({
  [card]: { body: contact },
  [`${card}/todos`]: { body: todos },
  [`${card}/field-tasks`]: { body: tasks },
  [`${card}/group-sops`]: { body: list('tanma', []) },
})
const linked = (externalUserId: string, name: string) => ({ contact: { externalUserId, name } })
const headings = () => [...document.querySelectorAll('h2')].map((each) => each.textContent.trim())

useBoards()

describe('what is late', () => {
  test('begins with what can still be saved; after thirty days it is folded in the same section', async () => {
    createFakeApi(ofBoard(list('youmi', [dead, older, late], { counts: { open: 3, overdue: 3, done: 0 } })))
    await mountBoard()
    expect(titles()).toEqual(['待办 1', '待办 3'])
    expect(headings()).toEqual(['逾期 3'])
    await press('逾期 30 天以上 1 展开')
    expect(titles()).toEqual(['待办 1', '待办 3', '待办 2'])
  })

  test('is shown however old where nothing else is to do', async () => {
    createFakeApi(ofBoard(list('youmi', [dead])))
    await mountBoard()
    expect(titles()).toEqual(['待办 2'])
  })

  test('is counted by the source where not all of it has come', () => {
    const lists = [{ items: [late], hasMore: true, overdue: 62 }]
    expect(sectionCounts(lists, now)).toMatchObject({
      overdue: { n: 62, isLeast: false },
      today: { n: 0, isLeast: true },
    })
    expect(sectionCounts([{ items: [late, today], hasMore: true, overdue: 1 }], now)).toMatchObject({
      overdue: { n: 1, isLeast: false },
      today: { n: 1, isLeast: true },
    })
  })
})

test('a customer who is not linked is told so above the past of their group', async () => {
  const unlinked = list('youmi', [], { state: 'unlinked', needs: 'contact-link', asOf: null })
  createFakeApi({
    ...ofBoard(unlinked),
    [`${card}/group-sops`]: { body: list('tanma', [groupSop(9, '2022-04-01T09:00:00+08:00')]) },
  })
  await mountBoard()
  expect(text()).toContain('还没有关联这位客户')
  expect(titles()).toEqual([])
  expect(button('以前的群SOP 1 · 不确定是否已发 展开').getAttribute('aria-expanded')).toBe('false')
})

describe('one cause', () => {
  const offline = (feature: 'todos' | 'field-tasks', asOf: string | null) => ({
    feature,
    text: feature,
    action: { kind: 'retry' } as const,
    cause: { title: '网络不通，连不上侧边台', asOf },
  })

  test('is one line, as old as its oldest rows', () => {
    const both = [offline('todos', '2026-06-10T13:31:00+08:00'), offline('field-tasks', '2026-06-10T09:31:00+08:00')]
    expect(merged(both, now).map(({ text, others }) => [text, others])).toEqual([
      ['网络不通，看到的是 09:31 的数据', ['field-tasks']],
    ])
    expect(merged([offline('todos', null)], now)[0]?.text).toBe('todos')
  })

  test('is tried again for all by one button, and the card does not say it as well', async () => {
    const down = { status: 502, body: problem('upstream_unreachable', 502, 'wecom') }
    const api = createFakeApi({
      ...ofBoard(list('youmi', [late])),
      [card]: down,
      [`${card}/field-tasks`]: down,
      [`${card}/group-sops`]: down,
    })
    await mountBoard()
    expect(document.querySelectorAll('.notice')).toHaveLength(1)
    expect(alerts()).toEqual([])
    expect(document.querySelector('.avatar')?.textContent.trim()).toBe('')
    api.seen.length = 0
    await press('重试')
    expect(api.calls()).toEqual([`${card}/field-tasks`, `${card}/group-sops`])
  })
})

describe('my board', () => {
  const items = [
    late,
    todo(5, '2026-06-10T16:00:00+08:00', linked('wmAAA', '南坪店老板')),
    fieldTask(6, '2026-06-09T16:00:00+08:00', linked('wmAAA', '南坪店老板')),
    fieldTask(7, '2026-06-14T16:00:00+08:00', linked('wmBBB', '国强粮油')),
    fieldTask(8, '2026-06-15T16:00:00+08:00'),
  ]

  test('has the numbers of what is late, due today, and due until Sunday', async () => {
    createFakeApi(ofMe(list('youmi', items)))
    await mountBoard(me)
    const strip = [...document.querySelectorAll('.strip__part')].map((each) => each.textContent.trim())
    expect(strip).toEqual(['2 逾期', '1 今天', '2 本周'])
    expect(weekCount([{ items, hasMore: true, overdue: 2 }], now)).toEqual({ n: 2, isLeast: false })
  })

  test('is a list of customers, the first one to be served first', () => {
    const sections = agenda(items, now)
    const customers = customersOf(sections)
    expect(customers.map(({ name, items }) => [name, items.map(({ id }) => id)])).toEqual([
      ['客户未关联', ['youmi:1']],
      ['南坪店老板', ['waiqin:6', 'youmi:5']],
      ['国强粮油', ['waiqin:7']],
      ['晓雨便利店', ['waiqin:8']],
    ])
    const words = customers.map((each) => lateness(each, sections, now).words)
    expect(words).toEqual(['逾期 3 小时', '逾期 22 小时', '周日 16:00', '周一 16:00'])
  })

  test('calls a customer in every row as the client’s list of chats does', () => {
    const of = (item: Parameters<typeof rowWords>[0]) => rowWords(item, me, '李敏').words[0]
    expect(of(fieldTask(1, null, linked('wmAAA', '南坪店老板')))).toBe('南坪店老板')
    expect(of(fieldTask(1, null))).toBe('晓雨便利店')
    expect(of(todo(1, null, { account: { id: '1', number: null, nick: '阿芳', kind: 'wechat' } }))).toBe(
      '客户未关联：阿芳',
    )
    expect(of(todo(1, null, { friendId: '' }))).toBeUndefined()
  })
})

test('a row of a customer who is not linked says in its sheet where to link them, on my board alone', () => {
  const customer = (fields: readonly Field[]) => fields.find(({ label }) => label === '客户')?.value
  const hint = '未关联。打开这位客户的聊天，在「⋯」里关联'
  expect(customer(todoFacts(late, now, me))).toBe(`${hint}友米`)
  expect(customer(fieldTaskFacts(today, now, me))).toBe(`${hint}勤策`)
  expect(customer(todoFacts(late, now, ofContact))).toBeUndefined()
  expect(customer(fieldTaskFacts(today, now, ofContact))).toBeUndefined()
  expect(customer(todoFacts(todo(1, null, linked('wmAAA', '南坪店老板')), now, me))).toBe('南坪店老板')
  expect(customer(todoFacts(todo(1, null, { friendId: '' }), now, me))).toBeUndefined()
})

test('news are one line below what is to do, in no sum, and lead to their own view', async () => {
  createFakeApi({
    'GET /api/me/notices': { body: list('yunzhong', [], { counts: { open: 3, overdue: 0, done: 0 } }) },
    'GET /api/me/moments': {
      body: { ...list('yunzhong', [], { counts: { open: 2, overdue: 0, done: 0 } }), summary: null },
    },
  })
  await mountBoard(me, { begin: bootWithYunzhong() })
  expect(document.querySelector('.news')?.textContent.replaceAll(/\s+/g, ' ').trim()).toBe(
    '3 条未读通知朋友圈 2 条我还没发',
  )
  expect(button('要做 –')).toBeDefined()
  await press('3 条未读通知')
  expect(button('通知 3').getAttribute('aria-pressed')).toBe('true')
  expect(document.querySelector('.news')).toBeNull()
})

describe('the time at the end of the chips', () => {
  const ofAge = (asOf: string) => list('youmi', [late], { asOf })

  test('is that of the oldest part on screen, and reads everything again', async () => {
    const { seen } = createFakeApi(
      ofBoard(ofAge('2026-06-10T09:11:00+08:00'), list('waiqin', [], { asOf: '2026-06-10T13:00:00+08:00' })),
    )
    await mountBoard()
    expect(document.querySelector<HTMLElement>('.refresh__time')?.dataset['time']).toBe('09:11')
    const before = seen.length
    expect(button('刷新').title).toBe('数据截至 09:11')
    await press('刷新')
    expect(seen.length).toBeGreaterThan(before)
    await press(/^外勤/)
    expect(document.querySelector<HTMLElement>('.refresh__time')?.dataset['time']).toBe('13:00')
  })

  test('says that it is busy and keeps the time meanwhile; of another day it is the day', async () => {
    createFakeApi(ofBoard(ofAge('2026-06-08T09:11:00+08:00')))
    await mountBoard()
    expect(document.querySelector<HTMLElement>('.refresh__time')?.dataset['time']).toBe('6月8日')
    createFakeApi({
      ...ofBoard(ofAge('2026-06-08T09:11:00+08:00')),
      [`${card}/todos`]: () => new Promise(() => undefined),
    })
    await press('刷新')
    expect(button('正在刷新').getAttribute('aria-disabled')).toBe('true')
    expect(document.querySelector<HTMLElement>('.refresh__time')?.dataset['time']).toBe('6月8日')
  })
})

test('a colleague who follows as well is one tap away, and it says where the client did not open their chat', async () => {
  createFakeApi({
    ...ofBoard(list('youmi', [])),
    [card]: { body: { ...contact, followers: [{ userid: 'linxiaomei', name: '林晓梅' }] } },
  })
  const { host, opened, state } = createFakeHost(ofContact)
  await mountBoard(ofContact, { host })
  await press('林晓梅，打开聊天')
  expect(opened).toEqual([{ kind: 'colleague', userid: 'linxiaomei' }])
  state.canOpen = false
  await press('林晓梅，打开聊天')
  expect(text()).toContain('打不开，重试')
})

test('a row leaves the reader’s own name out, and keeps the colleagues’', () => {
  const people = [
    { id: '1', name: '李敏' },
    { id: '2', name: '林晓梅' },
  ]
  const words = (more: object) => rowWords(fieldTask(1, null, { onSite: 'unknown', ...more }), ofContact, '李敏').words
  expect(words({ receivers: people })).toEqual(['林晓梅'])
  expect(words({ receivers: people.slice(0, 1) })).toEqual([])
  expect(words({ receivers: people.slice(1), mine: false })).toEqual(['林晓梅'])
})

describe('looking for rows', () => {
  const many = Array.from({ length: 16 }, (_, n) => todo(n + 20, '2026-06-12T09:00:00+08:00'))

  test('is offered where rows are many, asks every list, and ends with all of them', async () => {
    const { seen } = createFakeApi({
      ...ofBoard(list('youmi', many)),
      [`${card}/todos`]: ({ query }) => ({ body: list('youmi', query['q'] === '盒' ? [many[0] ?? late] : many) }),
      [`${card}/field-tasks`]: ({ query }) => ({ body: list('waiqin', query['q'] ? [] : [today]) }),
    })
    await mountBoard()
    await press('搜索')
    const field = await vi.waitFor(() => {
      const input = document.querySelector<HTMLInputElement>('input[type=search]')
      if (!input) throw new Error('no field')
      return input
    })
    field.value = '盒'
    field.dispatchEvent(new Event('input'))
    await vi.waitFor(() => expect(titles()).toEqual(['待办 20']))
    expect(seen.filter(({ query }) => query['q'] === '盒')).toHaveLength(3)
    expect(button('要做 17')).toBeDefined()
    await press('取消')
    await nextTick()
    expect(titles()).toHaveLength(17)
  })

  test('for what is not there says so', async () => {
    createFakeApi({
      ...ofBoard(list('youmi', many)),
      [`${card}/todos`]: ({ query }) => ({ body: list('youmi', query['mine'] ? [] : many) }),
    })
    await mountBoard()
    await press('搜索')
    await vi.waitFor(() => expect(document.querySelector('input[type=search]')).not.toBeNull())
    await press('只看我的')
    await vi.waitFor(() => expect(text()).toContain('没有要做的事'))
    await press('取消')
    expect(titles()).toHaveLength(16)
  })

  test('is not offered where there are few', async () => {
    createFakeApi(ofBoard(list('youmi', many.slice(0, 3))))
    await mountBoard()
    expect(() => button('搜索')).toThrow('0 buttons')
  })
})

test('the choice of a chip is announced', async () => {
  createFakeApi(ofBoard(list('youmi', [late]), list('waiqin', [today])))
  await mountBoard()
  await press('外勤 1')
  const said = [...document.querySelectorAll('[role=status]')].map(({ textContent }) => textContent)
  expect(said).toContain('外勤任务，1 条')
})

describe('a board that is visited from mine', () => {
  const stops = [
    { subject: ofContact as { kind: 'contact'; externalUserId: string }, name: '南坪店老板' },
    { subject: { kind: 'chat' as const, chatId: 'wr1' }, name: '南坪团购群' },
  ]

  async function begin() {
    createFakeApi({ ...ofMe(list('youmi', [late])), ...ofBoard(list('youmi', [older])) })
    const { host, state } = createFakeHost(me)
    await mountBoard(me, { host })
    return { subjects: useSubject(), state }
  }

  test('is on screen until the way back, and the next one follows', async () => {
    const { subjects } = await begin()
    subjects.visit(stops)
    expect([subjects.onScreen, subjects.next?.name]).toEqual([ofContact, '南坪团购群'])
    subjects.goOn()
    expect([subjects.onScreen, subjects.next]).toEqual([{ kind: 'chat', chatId: 'wr1' }, null])
    subjects.leave()
    expect(subjects.onScreen).toEqual(me)
  })

  test('counts as open while the chat is, from which it is visited, and for itself alone', async () => {
    const { subjects } = await begin()
    subjects.visit(stops)
    expect(await subjects.isOpen(ofContact)).toBe(true)
    expect(await subjects.isOpen({ kind: 'contact', externalUserId: 'wmBBB' })).toBe(false)
  })

  test('gives way to the chat that the client opens meanwhile, and to no other news', async () => {
    const { subjects, state } = await begin()
    subjects.visit(stops)
    await subjects.recheck()
    expect(subjects.onScreen).toEqual(ofContact)
    state.open = { kind: 'contact', externalUserId: 'wmBBB' }
    expect(await subjects.isOpen(ofContact)).toBe(false)
    await subjects.recheck()
    expect(subjects.onScreen).toEqual({ kind: 'contact', externalUserId: 'wmBBB' })
  })
})

test('a screen that explains a refusal is a page of its own: a main landmark with a heading of the first level', async () => {
  const refused = { status: 403, body: problem('not_a_follower', 403) }
  createFakeApi({ ...ofBoard(list('youmi', [])), [card]: refused })
  await mountBoard()
  await flushPromises()
  const main = document.querySelector('main')
  expect(main?.querySelector('[aria-level="1"]')?.textContent).toContain('跟进')
})
