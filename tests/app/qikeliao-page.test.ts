import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sendBy } from '../../src/app/api/call.ts'
import type { Received, Sending } from '../../src/app/api/send.ts'
import { createPass } from '../../src/app/host/qikeliao/pass.ts'
import { askFirst, type Friend } from '../../src/app/qikeliao/ask-first.ts'
import { openPage } from '../../src/app/qikeliao/open-page.ts'
import { button, dialog, press, text, titles, untilDialog } from './support/mount-board.ts'
import { boot, contact, list, now, problem, todo } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

vi.mock('../../src/app/session/is-read-only.ts', () => ({ isReadOnly: true }))

interface Line {
  part: string
  status: number
  body: unknown
}
const todos = (body: unknown, status = 200): Line => ({ part: 'todos', status, body })
const one = todos(list('youmi', [todo(1, '2026-06-10T18:00:00+08:00')]))
/** A company that has only 友米. */
const begin = {
  ...boot,
  session: boot.session && { ...boot.session, sources: boot.session.sources.filter(({ id }) => id === 'youmi') },
}
const unlinked: Friend = { kind: 'friend', friendId: 'wxid_1', externalUserId: null }
const linked: Friend = { ...unlinked, externalUserId: 'wmAAA' }

/** The page of one friend, over a BFF that answers with these lines, and clocks that stand still. */
async function open(subject: Friend | undefined, lines: () => Line[], status = 200) {
  const at = { wall: 0, steady: 0 }
  const sent: Sending[] = []
  const send = async (sending: Sending): Promise<Received> => {
    sent.push(sending)
    return { status, data: status === 200 ? '' : problem('internal', status), date: undefined }
  }
  const pass = createPass({
    bearer: subject && 'b-1',
    send,
    sendLines: async (sending, onLine) => {
      const received = await send(sending)
      if (status === 200) for (const line of lines()) onLine(JSON.stringify(line))
      return received
    },
    clocks: { wall: () => at.wall, steady: () => at.steady },
  })
  sendBy(pass.send, pass.sendLines)
  openPage({ boot: begin, subject, pass, asked: subject ? askFirst(subject, begin) : [] })
  await vi.waitFor(() => expect(document.querySelector('#app main, #app [role=status]')).not.toBeNull())
  await flushPromises()
  return { at, sent }
}

/** The pass notices it by itself. */
async function passTime(at: { steady: number }): Promise<void> {
  at.steady += 600_000
  document.dispatchEvent(new Event('visibilitychange'))
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(now)
  document.body.innerHTML = '<div id="app"></div>'
})
afterEach(() => void vi.useRealTimers())

test('of a friend who is no contact the todos are shown, and why there is no more', async () => {
  const { sent } = await open(unlinked, () => [one])
  await vi.waitFor(() => expect(titles()).toEqual(['待办 1']))
  expect(text()).toContain('这位好友')
  expect(text()).toContain('还没有和你的企业微信客户关联，这里只有待办。')
  expect(sent.map(({ url }) => url)).toEqual(['/api/friends/wxid_1/board'])
  expect(sent.every(({ headers }) => headers['Authorization'] === 'Bearer b-1')).toBe(true)
})

test('a todo of theirs opens, and can be copied', async () => {
  await open(unlinked, () => [one])
  await vi.waitFor(() => expect(titles()).toHaveLength(1))
  await press(/^待办 1/)
  await untilDialog()
  expect(dialog()?.textContent).toContain('wxid_1')
  expect(button('复制内容').disabled).toBe(false)
})

test('their todos are read anew when the user asks, past the caches', async () => {
  let items = [todo(1, null)]
  const { sent } = await open(unlinked, () => [todos(list('youmi', items))])
  await vi.waitFor(() => expect(titles()).toEqual(['待办 1']))
  items = [todo(2, null)]
  await press('刷新')
  await vi.waitFor(() => expect(titles()).toEqual(['待办 2']))
  expect(sent.at(-1)?.headers['Cache-Control']).toBe('no-cache')
})

test('where there is nothing to do for them, it says so', async () => {
  await open(unlinked, () => [todos(list('youmi', []))])
  await vi.waitFor(() => expect(text()).toContain('这位好友现在没有要做的事'))
})

test('where their todos could not be read, it says so and tries again', async () => {
  let line = todos(problem('upstream_unavailable', 503, 'youmi'), 503)
  await open(unlinked, () => [line])
  await vi.waitFor(() => expect(button('重试').disabled).toBe(false))
  line = one
  await press('重试')
  await vi.waitFor(() => expect(titles()).toEqual(['待办 1']))
})

test('an answer that breaks off before the todos is a failure, not an empty list', async () => {
  await open(unlinked, () => [])
  await vi.waitFor(() => expect(button('重试').disabled).toBe(false))
  expect(text()).not.toContain('没有要做的事')
})

test('of a linked friend the contact’s board is shown', async () => {
  const { sent } = await open(linked, () => [{ part: 'card', status: 200, body: contact }, one])
  await vi.waitFor(() => expect(text()).toContain('南坪店老板'))
  expect(titles()).toEqual(['待办 1'])
  expect(sent[0]?.url).toBe('/api/contacts/wmAAA/board')
})

test('after ten minutes everything of the customer is gone, an open sheet as well, and no button is left', async () => {
  const { at, sent } = await open(linked, () => [{ part: 'card', status: 200, body: contact }, one])
  await vi.waitFor(() => expect(titles()).toEqual(['待办 1']))
  await press('更多资料')
  await untilDialog()
  const before = sent.length
  await passTime(at)
  expect(text().trim()).toBe('请从企客聊重新打开打开超过十分钟')
  expect(dialog()).toBeNull()
  expect(document.querySelectorAll('button')).toHaveLength(0)
  expect(sent).toHaveLength(before)
})

test('a page whose bearer the BFF refuses says so, and goes to no login', async () => {
  const replace = vi.spyOn(window.location, 'replace').mockImplementation(() => undefined)
  await open(unlinked, () => [], 401)
  await vi.waitFor(() => expect(text().trim()).toBe('请从企客聊重新打开这一页已经失效'))
  expect(replace).not.toHaveBeenCalled()
})

test('a page that the BFF told nothing shows nobody', async () => {
  const { sent } = await open(undefined, () => [])
  expect(text().trim()).toBe('请从企客聊重新打开这一页已经失效')
  expect(sent).toEqual([])
})
