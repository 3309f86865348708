import { flushPromises } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import type { PushContent } from '#contract/content'
import type { ContactCard } from '#contract/contact'
import type { Boot } from '#contract/session'
import { createQikeliaoHost } from '../../src/app/host/qikeliao/qikeliao-host.ts'
import { signInAgain } from '../../src/app/session/sign-in.ts'
import { createFakeApi } from './support/fake-api.ts'
import { button, dialog, mountBoard, ofContact, press, text, untilDialog, useBoards } from './support/mount-board.ts'
import { boot, contact, fieldTask, groupSop, list, problem, push, todo } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

vi.mock('../../src/app/session/is-read-only.ts', () => ({ isReadOnly: true }))
useBoards()

const of = (path: string) => `GET /api/contacts/wmAAA${path}`
const sources = ['youmi', 'waiqin', 'tanma', 'yunzhong', 'orders'] as const
const begin: Boot = {
  ...boot,
  session: boot.session && {
    ...boot.session,
    sources: sources.map((id) => ({ id, configured: true, connected: false })),
  },
}
const card: ContactCard = {
  ...contact,
  followers: [{ userid: 'linxiaomei', name: '林晓梅' }],
  links: [
    {
      source: 'youmi',
      sourceId: 'wxid_1',
      name: '晓雨',
      linkedBy: 'limin',
      linkedAt: '2026-06-01T10:00:00+08:00',
    },
  ],
}
const of1 = { externalUserId: 'wmAAA', name: '陈晓雨' }
const pieces: PushContent['pieces'] = [
  { key: '0', content: { type: 'text', text: '您好' }, placedAt: null },
  { key: '1', content: { type: 'image', url: null, mediaId: 'WWME_1' }, placedAt: null },
]
/** Somebody who could be linked, connected, told, placed and marked, were this the page in WeCom. */
const routes = (more: Parameters<typeof createFakeApi>[0] = {}) => ({
  [of('')]: { body: card },
  [of('/todos')]: { body: list('youmi', [todo(1, '2026-06-10T18:00:00+08:00', { contact: of1 })]) },
  [of('/field-tasks')]: { body: list('waiqin', [], { state: 'unlinked', needs: 'contact-link', asOf: null }) },
  [of('/group-sops')]: { body: list('tanma', [groupSop(3, '2026-06-10T19:00:00+08:00')]) },
  [of('/pushes')]: { body: list('yunzhong', [push(7)]) },
  [of('/pushes/7')]: { body: { pushId: '7', title: '推送 7', pieces } },
  [of('/order-tasks')]: { body: list('orders', [], { state: 'unlinked', needs: 'contact-link', asOf: null }) },
  [of('/orders')]: {
    body: {
      source: 'orders',
      state: 'unlinked',
      asOf: null,
      match: 'many',
      customer: null,
      orders: [],
      total: 0,
      next: null,
    },
  },
  ...more,
})

const changing = /关联|连接|断开|撤销|放入|已发过|再记|打开聊天|打开群聊|退出|登录|去认|选一位|换到当前/
/** What a chip or a row says of its state. */
const states = /还没有关联|没有连接|条待放入/g
const offers = () =>
  [...document.querySelectorAll('button, a, input')]
    .map((element) => `${element.getAttribute('aria-label') ?? ''} ${element.textContent}`.replaceAll(states, ''))
    .filter((name) => changing.test(name))

async function mount(more: Parameters<typeof createFakeApi>[0] = {}) {
  const api = createFakeApi(routes(more))
  await mountBoard(ofContact, { begin, host: createQikeliaoHost('wmAAA') })
  return api
}

test('the board says what is not linked, and offers nothing that would change it', async () => {
  await mount()
  expect(text()).toContain('这位客户还没有关联勤策')
  expect(text()).toContain('另有 林晓梅 跟进')
  expect(offers()).toEqual([])
})

test('moments, which are the user’s own, are neither asked for nor named', async () => {
  const api = await mount()
  expect(api.calls()).not.toContain('GET /api/me/moments')
  expect(api.calls().filter((call) => !call.startsWith('GET /api/contacts/wmAAA'))).toEqual([])
  expect(text()).not.toContain('圈')
})

test('a login that is missing at 芸众 is named, not offered', async () => {
  await mount({ [of('/pushes')]: { body: list('yunzhong', [], { state: 'disconnected', asOf: null }) } })
  await press(/^推送/)
  expect(text()).toContain('SOP推送：没有连接芸众')
  expect(text()).toContain('SOP推送没有查到')
  expect(offers()).toEqual([])
})

test('of a system that is not linked an empty view does not say that there is nothing', async () => {
  await mount()
  await press(/^外勤/)
  expect(text()).toContain('外勤任务没有查到')
  expect(text()).not.toContain('现在没有外勤任务')
  expect(offers()).toEqual([])
})

test('the orders of several who may be this customer are not chosen here', async () => {
  await mount()
  await press(/^订单/)
  await flushPromises()
  expect(text()).toContain('有几位都像他')
  expect(offers()).toEqual([])
})

test.each([
  ['the customer', '更多资料', '关联的资料'],
  ['a todo', /^待办 1.+待办/, '复制内容'],
  ['a group’s SOP', /^群安排 3/, '复制内容'],
])('the sheet of %s can be read and copied only', async (_, name, shown) => {
  await mount()
  await press(name)
  await untilDialog()
  expect(dialog()?.textContent).toContain(shown)
  expect(offers()).toEqual([])
})

test('the pieces of a push can be copied, not placed and not marked', async () => {
  await mount()
  await press(/^推送 7/)
  await untilDialog()
  expect(dialog()?.textContent).toContain('这里放不进聊天')
  expect(button('复制文字：第 1 条').disabled).toBe(false)
  expect(offers()).toEqual([])
})

test('where the login at 芸众 was lost on the way, no way to a new one is shown', async () => {
  await mount({ [of('/pushes/7')]: { status: 409, body: problem('not_connected', 409, 'yunzhong') } })
  await press(/^推送 7/)
  await untilDialog()
  expect(offers()).toEqual([])
})

test('what could not be read is tried again, without loading a page that cannot come again', async () => {
  await mount({ [of('/todos')]: { body: '<html>', status: 502 } })
  await press(/^待办/)
  expect(button('重试').disabled).toBe(false)
  expect(text()).not.toContain('重新加载')
})

test('nothing leads to the login', () => {
  const replace = vi.fn()
  const page = { location: { pathname: '/embed/qkl', search: '', hash: '', replace }, sessionStorage }
  expect(signInAgain(page)).toBe(false)
  expect(signInAgain(page, true)).toBe(false)
  expect(replace).not.toHaveBeenCalled()
})

test('a task in the field that is linked can be read', async () => {
  const body = list('waiqin', [fieldTask(2, '2026-06-10T17:00:00+08:00', { contact: of1 })])
  await mount({ [of('/field-tasks')]: { body } })
  await press(/^任务 2/)
  await untilDialog()
  expect(dialog()?.textContent).toContain('复制编号')
  expect(offers()).toEqual([])
})
