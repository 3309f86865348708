import { flushPromises } from '@vue/test-utils'
import { describe, expect, test, vi } from 'vitest'
import type { PushContent } from '#contract/content'
import type { SendOutcome } from '../../src/app/host/host.ts'
import { createFakeApi, type Seen } from './support/fake-api.ts'
import { createFakeHost } from './support/fake-host.ts'
import {
  alerts,
  button,
  dialog,
  mountBoard,
  ofContact,
  press,
  text,
  titles,
  untilDialog,
  useBoards,
} from './support/mount-board.ts'
import { bootWithYunzhong, contact, list, moment, problem, push } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

const at = {
  card: 'GET /api/contacts/wmAAA',
  pushes: 'GET /api/contacts/wmAAA/pushes',
  moments: 'GET /api/me/moments',
  content: 'GET /api/contacts/wmAAA/pushes/7',
  put: (key: string) => `PUT /api/contacts/wmAAA/pushes/7/placements/${key}`,
}
const pieces: PushContent['pieces'] = [
  { key: '0', content: { type: 'text', text: '您好，<b>新品</b>到店' }, placedAt: null },
  { key: '2', content: { type: 'image', url: null, mediaId: 'WWME_1' }, placedAt: null },
]
const content = (some = pieces): PushContent => ({ pushId: '7', title: '推送 7', pieces: some })
const good = (some = pieces) => ({
  [at.card]: { body: contact },
  [at.pushes]: { body: list('yunzhong', [push(7)]) },
  [at.moments]: { body: { ...list('yunzhong', []), summary: null } },
  [at.content]: { body: content(some) },
  [at.put('0')]: { status: 204 },
  [at.put('2')]: { status: 204 },
})
const failed = (code: string, status: number) => ({ status, body: problem(code, status, 'yunzhong') })
const puts = (api: { calls(): string[] }): string[] => api.calls().filter((call) => call.startsWith('PUT'))
const states = (): string[] =>
  [...(dialog()?.querySelectorAll('.push-piece__state') ?? [])].map((element) => element.textContent)
const has = (name: string | RegExp): boolean => {
  try {
    return button(name) !== undefined
  } catch {
    return false
  }
}

/** A client whose answer the test sends when it wants. */
function createLateAnswer() {
  let give: (outcome: SendOutcome) => void = () => undefined
  return {
    answer: () => new Promise<SendOutcome>((resolve) => (give = resolve)),
    give: async (outcome: SendOutcome) => {
      give(outcome)
      await flushPromises()
    },
  }
}

async function open(routes: Parameters<typeof createFakeApi>[0] = good(), client = createFakeHost(ofContact)) {
  const api = createFakeApi(routes)
  await mountBoard(ofContact, { begin: bootWithYunzhong(), host: client.host })
  await press(/^推送 7/)
  await untilDialog()
  api.seen.length = 0
  return { api, client }
}

useBoards()

describe('a push on the board', () => {
  test('that has no time stands under today, with how much of it is placed', async () => {
    createFakeApi({ ...good(), [at.pushes]: { body: list('yunzhong', [push(7, { pieces: 4, placed: 1 })]) } })
    await mountBoard(ofContact, { begin: bootWithYunzhong() })
    expect(document.querySelector('h2')?.textContent.trim()).toBe('今天 1')
    expect(text()).toContain('已放入 1/4')
  })

  test('of a group is asked for by the group', async () => {
    const chat = { chatId: 'wrA', name: '南坪', owner: { userid: 'm', name: null }, isMine: false, createdAt: null }
    const api = createFakeApi({
      'GET /api/chats/wrA': { body: { ...chat, notice: null, memberCount: 3, externalCount: 1, admins: [] } },
      'GET /api/chats/wrA/pushes': { body: list('yunzhong', [push(7)]) },
      'GET /api/chats/wrA/pushes/7': { body: content() },
      'PUT /api/chats/wrA/pushes/7/placements/0': { status: 204 },
    })
    const client = createFakeHost({ kind: 'chat', chatId: 'wrA' })
    await mountBoard({ kind: 'chat', chatId: 'wrA' }, { begin: bootWithYunzhong(), host: client.host })
    await press(/^推送 7/)
    await vi.waitFor(() => expect(dialog()?.textContent).toContain('新品'))
    await press('放入聊天：第 1 条文字')
    expect(puts(api)).toEqual(['PUT /api/chats/wrA/pushes/7/placements/0'])
  })
})

describe('placing', () => {
  test('shows the pieces in order, a vendor’s text as text, and says what placing means', async () => {
    await open()
    expect([...(dialog()?.querySelectorAll('li') ?? [])].map((li) => li.getAttribute('aria-label'))).toEqual([
      '第 1 条文字',
      '第 2 条图片',
    ])
    expect(dialog()?.textContent).toContain('<b>新品</b>')
    expect(dialog()?.textContent).not.toContain('WWME_1')
    expect(dialog()?.querySelector('img')?.getAttribute('src')).toBe('/api/contacts/wmAAA/pushes/7/pieces/2/picture')
    expect(dialog()?.querySelector('b')).toBeNull()
    expect(dialog()?.textContent).toContain('点「发送」后对方才收到')
    expect(states()).toEqual(['待放入', '待放入'])
  })

  test('marks a piece only after the client has said ok, and reads the list again', async () => {
    const late = createLateAnswer()
    const { api, client } = await open()
    client.state.answer = late.answer
    await press('放入聊天：第 1 条文字')
    expect(states()).toEqual(['正在放入', '待放入'])
    expect(puts(api)).toEqual([])
    await late.give({ kind: 'ok' })
    expect(puts(api)).toEqual([at.put('0')])
    expect(states()).toEqual(['已放入', '待放入'])
    expect(client.sent).toEqual([pieces[0]?.content])
    expect(api.calls()).toContain(at.pushes)
  })

  test('under a double tap happens once', async () => {
    const late = createLateAnswer()
    const { api, client } = await open()
    client.state.answer = late.answer
    const tapped = button('放入聊天：第 1 条文字')
    tapped.click()
    tapped.click()
    await flushPromises()
    expect(button('放入聊天：第 2 条图片').disabled).toBe(true)
    await late.give({ kind: 'ok' })
    expect(client.sent).toHaveLength(1)
    expect(puts(api)).toEqual([at.put('0')])
  })

  test('of all goes one after the other, confirms, and the push leaves the list', async () => {
    const { api, client } = await open()
    api.routes[at.pushes] = { body: list('yunzhong', []) }
    await press('全部放入（2 条）')
    expect(client.sent).toEqual(pieces.map(({ content }) => content))
    expect(puts(api)).toEqual([at.put('0'), at.put('2')])
    expect(dialog()?.textContent).toContain('都在输入框里了，记得点「发送」。')
    expect(titles()).toEqual([])
  })

  describe('of the last piece makes the blue button lead to the sending', () => {
    test.each([
      ['beside the chat only says where', null, '在旁边的聊天输入框里点「发送」。'],
      ['goes there where the page covers the chat', true, '都在输入框里了，记得点「发送」。'],
      ['says where when the client refuses', false, '点左上角回到聊天，再点「发送」。'],
    ] as const)('%s', async (_what, goesBack, words) => {
      const { client } = await open()
      client.state.goesBack = goesBack
      await press('放入聊天：第 1 条文字')
      expect(has('去输入框发送')).toBe(false)
      await press('放入聊天：第 2 条图片')
      await press('去输入框发送')
      expect(dialog()?.querySelector('[role=status]:not(.toast *)')?.textContent?.trim()).toBe(words)
    })

    test('unless it was placed before, or by hand', async () => {
      const placed = pieces.map(({ key, content }) => ({ key, content, placedAt: '2026-06-10T09:00:00+08:00' }))
      await open(good(placed))
      expect(dialog()?.textContent).toContain('都在输入框里了')
      expect(has('去输入框发送')).toBe(false)
    })
  })

  test('leaves the keyboard in the sheet when its last button is gone', async () => {
    await open()
    button('全部放入（2 条）').focus()
    await press('全部放入（2 条）')
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    await vi.waitFor(() => expect(dialog()).toBeNull())
  })

  test('stops with a sentence when another chat is open by then', async () => {
    const { api, client } = await open()
    client.state.open = { kind: 'contact', externalUserId: 'wmBBB' }
    await press('放入聊天：第 1 条文字')
    expect(client.sent).toEqual([])
    expect(puts(api)).toEqual([])
    expect(alerts()).toEqual(['聊天已经换了，没有放入。'])
    expect(states()).toEqual(['待放入', '待放入'])
    expect(button('换到当前聊天')).toBeDefined()
  })

  test('of all stops in the middle when the chat is changed', async () => {
    const { api, client } = await open()
    client.state.answer = async () => {
      client.state.open = { kind: 'contact', externalUserId: 'wmBBB' }
      return { kind: 'ok' }
    }
    await press('全部放入（2 条）')
    expect(client.sent).toHaveLength(1)
    expect(puts(api)).toEqual([at.put('0')])
    expect(states()).toEqual(['已放入', '待放入'])
    expect(alerts()).toEqual(['聊天已经换了，没有放入。'])
  })

  test('is not tried when the client does not say who is open', async () => {
    const { client } = await open()
    client.state.open = new Error('silent')
    await press('放入聊天：第 1 条文字')
    expect(client.sent).toEqual([])
    expect(alerts()[0]).toContain('没认出当前是哪个聊天，没有放入')
  })

  test.each([
    ['no_permission', '不让侧边台放入消息'],
    ['cancelled', '取消了'],
    ['not_supported', '不支持'],
    ['bad_content', '不接受这条内容'],
  ] as const)('that is refused (%s) restores the piece and says why', async (code, words) => {
    const { api, client } = await open()
    client.state.answer = async () => ({ kind: 'refused', code })
    await press('放入聊天：第 1 条文字')
    expect(alerts()[0]).toContain(words)
    expect(alerts()[0]).toContain('没有放入')
    expect(states()).toEqual(['待放入', '待放入'])
    expect(puts(api)).toEqual([])
    expect(button('放入聊天：第 1 条文字').disabled).toBe(false)
  })
})

describe('an answer that never came', () => {
  const openUnsure = async () => {
    const opened = await open()
    opened.client.state.answer = async () => ({ kind: 'unknown' })
    await press('放入聊天：第 1 条文字')
    return opened
  }

  test('is shown as a doubt, never as placed', async () => {
    const { api } = await openUnsure()
    expect(states()).toEqual(['不确定是否已放入', '待放入'])
    expect(puts(api)).toEqual([])
    expect(dialog()?.textContent).toContain('2 条待放入')
  })

  test('can be settled by hand', async () => {
    const { api, client } = await openUnsure()
    await press('我已发过：第 1 条文字')
    expect(client.sent).toHaveLength(1)
    expect(puts(api)).toEqual([at.put('0')])
    expect(states()).toEqual(['已放入', '待放入'])
  })

  test('can be placed again, and a refusal then takes no doubt away', async () => {
    const { client } = await openUnsure()
    client.state.answer = async () => ({ kind: 'refused', code: 'cancelled' })
    await press('再放一次：第 1 条文字')
    expect(client.sent).toHaveLength(2)
    expect(states()[0]).toBe('不确定是否已放入')
    client.state.answer = async () => ({ kind: 'ok' })
    await press('再放一次：第 1 条文字')
    expect(states()[0]).toBe('已放入')
  })

  test('ends placing all of them, so that the order holds', async () => {
    const { client } = await open()
    client.state.answer = async () => ({ kind: 'unknown' })
    await press('全部放入（2 条）')
    expect(client.sent).toHaveLength(1)
  })

  test('is remembered when the sheet was closed', async () => {
    await openUnsure()
    await press('关闭')
    await vi.waitFor(() => expect(dialog()).toBeNull())
    await press(/^推送 7/)
    await vi.waitFor(() => expect(states()[0]).toBe('不确定是否已放入'))
  })
})

describe('an answer after the sheet was closed', () => {
  const openAndClose = async (done: Parameters<typeof createFakeApi>[0][string] = { body: list('yunzhong', []) }) => {
    const late = createLateAnswer()
    const rows = list('yunzhong', [push(7), push(8)], { counts: { open: 2, overdue: 0, done: 1 } })
    const open7 = { body: rows }
    const routes = {
      ...good(),
      [at.pushes]: (seen: Seen) => {
        if (seen.query['status'] !== 'done') return open7
        return typeof done === 'function' ? done(seen) : done
      },
    }
    const client = createFakeHost(ofContact)
    client.state.answer = late.answer
    const { api } = await open(routes, client)
    await press('放入聊天：第 1 条文字')
    await press('关闭')
    await vi.waitFor(() => expect(dialog()).toBeNull())
    return { api, late }
  }

  test('moves no row by itself', async () => {
    const { api, late } = await openAndClose()
    api.routes[at.pushes] = { body: list('yunzhong', [push(8)]) }
    await late.give({ kind: 'ok' })
    expect(titles()).toEqual(['推送 7', '推送 8'])
    await press('列表有更新')
    expect(titles()).toEqual(['推送 8'])
  })

  test('leaves no list of what is done waiting', async () => {
    let answer = (): void => undefined
    const answered = new Promise<void>((resolve) => (answer = resolve))
    const done = { body: list('yunzhong', [push(9, { status: 'done' })]) }
    const { late } = await openAndClose(() => answered.then(() => done))
    await press(/^已完成/)
    await untilDialog()
    await late.give({ kind: 'ok' })
    answer()
    await flushPromises()
    expect(dialog()?.textContent).toContain('推送 9')
  })
})

describe('what the vendor was not told', () => {
  test('is placed but not marked, says why, and is marked by one more tap without placing it again', async () => {
    const { api, client } = await open({ ...good(), [at.put('0')]: failed('upstream_timeout', 504) })
    await press('放入聊天：第 1 条文字')
    expect(states()[0]).toBe('已放入，但没能记下来')
    expect(alerts()).toEqual(['没能记下来：芸众太久没有回应'])
    api.routes[at.put('0')] = { status: 204 }
    await press('再记一次：第 1 条文字')
    expect(states()[0]).toBe('已放入')
    expect(client.sent).toHaveLength(1)
    expect(alerts()).toEqual([])
  })

  test('for want of a login offers to connect', async () => {
    await open({ ...good(), [at.put('0')]: failed('not_connected', 409) })
    await press('放入聊天：第 1 条文字')
    await press('重新连接')
    expect(dialog()?.textContent).toContain('连接芸众')
  })
})

describe('a piece that the client cannot take', () => {
  const byAddress = [
    { key: '0', content: { type: 'image', url: 'https://a.test/1.png', mediaId: null }, placedAt: null },
  ] as const

  test('says so, offers its address, and is marked by hand', async () => {
    const { api, client } = await open(good([...byAddress]))
    expect(dialog()?.textContent).toContain('没有素材编号，放不进聊天')
    expect(has(/^放入聊天/)).toBe(false)
    expect(has(/^全部放入/)).toBe(false)
    expect(dialog()?.textContent).toContain('复制地址')
    await press('我已发过：第 1 条图片')
    expect(client.sent).toEqual([])
    expect(puts(api)).toEqual([at.put('0')])
  })

  test('is named where its image may not be loaded', async () => {
    await open(good([...byAddress]))
    const image = dialog()?.querySelector('img')
    expect(image?.getAttribute('src')).toBe('https://a.test/1.png')
    image?.dispatchEvent(new Event('error'))
    await flushPromises()
    expect(dialog()?.querySelector('img')).toBeNull()
    expect(dialog()?.textContent).toContain('图片素材')
  })
})

test('a picture of WeCom’s that is gone says that its preview is, and is placed all the same', async () => {
  await open()
  dialog()?.querySelector('img')?.dispatchEvent(new Event('error'))
  await flushPromises()
  expect(dialog()?.textContent).toContain('图片预览过期')
  expect(button('放入聊天：第 2 条图片').disabled).toBe(false)
})

test('without a chat beside it nothing can be placed, and it says from where', async () => {
  const client = createFakeHost(ofContact)
  client.state.canSend = false
  await open(good(), client)
  expect(has(/^放入聊天/)).toBe(false)
  expect(has(/^全部放入/)).toBe(false)
  expect(dialog()?.textContent).toContain('从客户聊天或客户群的侧边栏打开，才能放入')
})

test('a push that is gone says so', async () => {
  await open({ ...good(), [at.content]: failed('push_gone', 404) })
  expect(alerts()).toEqual(['这条推送已经处理过，或者不在了'])
})

test('moments stand aside on a customer’s board: a chip of their own, with the mark of what he may see', async () => {
  const api = createFakeApi({
    ...good(),
    [at.moments]: {
      body: {
        ...list('yunzhong', [moment(1, { isVisibleToContact: true }), moment(2, { isVisibleToContact: false })]),
        summary: null,
      },
    },
  })
  await mountBoard(ofContact, { begin: bootWithYunzhong() })
  expect(titles()).toEqual(['推送 7'])
  expect(button('要做 1')).toBeDefined()
  expect(api.seen.find(({ call }) => call === at.moments)?.query['externalUserId']).toBe('wmAAA')
  await press('圈 2')
  expect(titles()).toEqual(['朋友圈 1', '朋友圈 2'])
  const marks = [...document.querySelectorAll('.row')].map((row) => row.textContent.includes('这位客户可见'))
  expect(marks).toEqual([true, false])
})
