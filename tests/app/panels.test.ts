import { PiniaColada } from '@pinia/colada'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Panel } from '#contract/panel'
import { createMessageBudget } from '../../src/app/features/panels/message-budget.ts'
import { leadsTo, readMessage } from '../../src/app/features/panels/read-message.ts'
import PageLayers from '../../src/app/sheets/PageLayers.vue'
import { useSession } from '../../src/app/session/session.ts'
import { useSubject } from '../../src/app/subject/subject.ts'
import { createFakeApi } from './support/fake-api.ts'
import { createFakeHost } from './support/fake-host.ts'
import { button, dialog, ofContact, press, text } from './support/mount-board.ts'
import { boot, contact, list, now } from './support/samples.ts'

const origin = 'https://vip.example'
const member: Panel = {
  id: 'member',
  title: '会员',
  url: `${origin}/sidebar`,
  origin,
  entries: ['contact'],
  place: true,
  linkHosts: ['vip.example'],
}
const named = (id: string): Panel => ({ ...member, id, title: id })
const four = ['a', 'b', 'c', 'd'].map(named)
const tokenCall = (id: string) => `POST /api/contacts/wmAAA/panels/${id}/token`

/** As the BFF makes them, but for the signature. */
function tokenOf(ctx: string) {
  const iat = Math.floor(Date.now() / 1000)
  const payload = btoa(JSON.stringify({ ctx, iat, exp: iat + 300 }))
  return { body: { token: `e30.${payload}.x`, expiresAt: new Date((iat + 300) * 1000).toISOString() } }
}

interface Posted {
  message: Record<string, unknown>
  to: string
}

/** Stands for what is in the frame: nothing is loaded in these tests. */
function frameOf(title: RegExp) {
  const frame = [...document.querySelectorAll('iframe')].find((element) => title.test(element.title))
  if (!frame) throw new Error(`no frame ${title}`)
  const posted: Posted[] = []
  const inside = { postMessage: (message: Record<string, unknown>, to: string) => void posted.push({ message, to }) }
  Object.defineProperty(frame, 'contentWindow', { value: inside, configurable: true })
  async function say(data: unknown, from: { source?: unknown; origin?: string } = {}): Promise<void> {
    const source = ('source' in from ? from.source : inside) as Window
    window.dispatchEvent(new MessageEvent('message', { data, origin: from.origin ?? origin, source }))
    await flushPromises()
  }
  const last = (type: string) => [...posted].reverse().find(({ message }) => message['type'] === type)?.message
  return {
    frame,
    posted,
    say,
    last,
    results: () => posted.flatMap(({ message: { type, code } }) => (type === 'result' ? code : [])),
  }
}

let written: string[] = []

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'] })
  vi.setSystemTime(now)
  // No test asks a host for the page of a frame: that the empty one has loaded counts as the first time.
  vi.spyOn(HTMLIFrameElement.prototype, 'src', 'set').mockImplementation(() => undefined)
  written = []
  const clipboard = { writeText: async (value: string) => void written.push(value) }
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
})
afterEach(() => {
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.restoreAllMocks()
})
enableAutoUnmount(afterEach)

async function mountPages(panels: Panel[] = [member], routes: Parameters<typeof createFakeApi>[0] = {}) {
  const api = createFakeApi({
    'GET /api/contacts/wmAAA': { body: contact },
    'POST /api/contacts/wmAAA/panels/member/placements': { status: 204 },
    ...Object.fromEntries(panels.map(({ id }) => [tokenCall(id), () => tokenOf('c1')])),
    ...routes,
  })
  const host = createFakeHost(ofContact)
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().begin({ ...boot, session: boot.session && { ...boot.session, panels } })
  await useSubject().start(host.host)
  const plugins = [pinia, [PiniaColada, {}]] as never
  const wrapper = mount(PageLayers, { attachTo: document.body, global: { plugins, stubs: { transition: false } } })
  await flushPromises()
  return { ...api, ...host, wrapper }
}

async function openMember(...given: Parameters<typeof mountPages>) {
  const page = await mountPages(...given)
  await press('会员')
  return { ...page, ...frameOf(/^会员，由 vip.example 提供$/) }
}

/** Opened, and greeted. */
async function openReady(...given: Parameters<typeof mountPages>) {
  const page = await openMember(...given)
  await page.say({ sidedesk: 1, type: 'ready' })
  return page
}

describe('the tabs', () => {
  test('are not there where no panel is for this entry', async () => {
    await mountPages([{ ...member, entries: ['group', 'mine'] }])
    expect(document.querySelector('nav')).toBeNull()
    expect(document.documentElement.classList.contains('has-panels')).toBe(false)
  })

  test('make a frame only when theirs is chosen, and keep it while another is looked at', async () => {
    const { calls } = await mountPages()
    expect(document.querySelector('iframe')).toBeNull()
    await press('会员')
    expect(document.querySelector('iframe')?.getAttribute('sandbox')).toBe(
      'allow-scripts allow-same-origin allow-forms',
    )
    expect(document.documentElement.classList.contains('has-panel-open')).toBe(true)
    await press('侧边台')
    expect(document.querySelectorAll('iframe')).toHaveLength(1)
    expect(document.documentElement.classList.contains('has-panel-open')).toBe(false)
    await press('会员')
    expect(calls().filter((call) => call === tokenCall('member'))).toHaveLength(1)
  })

  test('keep three frames at most, those that were looked at last', async () => {
    await mountPages(four)
    for (const { id } of four) await press(id)
    expect([...document.querySelectorAll('iframe')].map(({ title }) => title[0])).toEqual(['b', 'c', 'd'])
  })

  test('show the number that a panel says, from 0 to 99', async () => {
    const { say, results } = await openReady()
    await say({ sidedesk: 1, type: 'badge', count: 3 })
    expect(button(/^会员/).textContent.replaceAll(/\s/g, '')).toBe('会员3')
    await say({ sidedesk: 1, type: 'badge', count: 100, id: '1' })
    await say({ sidedesk: 1, type: 'badge', count: 0, id: '2' })
    expect(results()).toEqual(['not_possible', 'done'])
    expect(button(/^会员/).textContent.trim()).toBe('会员')
  })
})

describe('a panel', () => {
  test('is told what is open once it is ready, at its own origin alone', async () => {
    const { say, posted } = await openMember()
    expect(posted).toEqual([])
    await say({ sidedesk: 1, type: 'ready', capabilities: [] })
    expect(posted).toHaveLength(1)
    const [{ to, message } = { to: '', message: {} }] = posted
    expect(to).toBe(origin)
    expect(message).toMatchObject({ sidedesk: 1, type: 'context', contextId: 'c1', entry: 'contact', theme: 'light' })
    expect(message['token']).toMatch(/^e30\./)
  })

  test.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of another window', { source: { postMessage: () => undefined } }],
    ['of no window', { source: null }],
  ])('%s is not heard', async (_, from) => {
    const { say, posted } = await openMember()
    await say({ sidedesk: 1, type: 'ready' }, from)
    expect(posted).toEqual([])
  })

  test('is not heard before it is ready', async () => {
    const { say, posted } = await openMember()
    await say({ sidedesk: 1, type: 'copy', text: '早了', id: '1' })
    expect([posted, written]).toEqual([[], []])
  })

  test('that says nothing for eight seconds is given up, and tried again by a button', async () => {
    await openMember()
    await vi.advanceTimersByTimeAsync(7999)
    expect(text()).not.toContain('没有回应')
    await vi.advanceTimersByTimeAsync(1)
    expect(text()).toContain('「会员」没有回应')
    expect(document.querySelector('iframe')).toBeNull()
    await press('重试')
    const { say } = frameOf(/会员/)
    await say({ sidedesk: 1, type: 'ready' })
    await vi.advanceTimersByTimeAsync(9000)
    expect(text()).not.toContain('没有回应')
  })

  test('whose frame goes elsewhere falls silent, and is hidden at once', async () => {
    const { frame, say } = await openReady()
    expect(frame.classList.contains('is-hidden')).toBe(false)
    frame.dispatchEvent(new Event('load'))
    await flushPromises()
    expect(frame.classList.contains('is-hidden')).toBe(true)
    await vi.advanceTimersByTimeAsync(8000)
    expect(text()).toContain('「会员」没有回应')
    await say({ sidedesk: 1, type: 'copy', text: 'x' })
    expect(written).toEqual([])
  })

  test('that has said twice that it is ready is still not taken for another page', async () => {
    const { frame, say } = await openReady()
    await say({ sidedesk: 1, type: 'ready' })
    frame.dispatchEvent(new Event('load'))
    await flushPromises()
    expect(frame.classList.contains('is-hidden')).toBe(true)
  })

  test('that goes to another page of its own is told anew', async () => {
    const { frame, say, posted } = await openReady()
    frame.dispatchEvent(new Event('load'))
    await say({ sidedesk: 1, type: 'ready' })
    expect(posted.map(({ message: { type } }) => type)).toEqual(['context', 'context'])
    await vi.advanceTimersByTimeAsync(9000)
    expect(text()).not.toContain('没有回应')
  })

  test('gets the next token a minute before the end, with the one before in hand', async () => {
    const { seen, posted } = await openReady()
    await vi.advanceTimersByTimeAsync(239_000)
    expect(posted).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(posted.map(({ message: { type } }) => type)).toEqual(['context', 'context'])
    const [first, second] = seen.filter(({ call }) => call === tokenCall('member'))
    expect(first?.body).toEqual({})
    expect(second?.body).toEqual({ renew: expect.stringMatching(/^e30\./) })
  })

  test('is closed when no further token is given, and says why', async () => {
    const refuse = { status: 403, body: { code: 'not_a_follower', requestId: 'r' } }
    let isLost = false
    const { posted } = await openReady([member], { [tokenCall('member')]: () => (isLost ? refuse : tokenOf('c1')) })
    isLost = true
    await vi.advanceTimersByTimeAsync(240_000)
    expect(posted.at(-1)?.message).toMatchObject({ type: 'wipe', contextId: 'c1' })
    expect(document.querySelector('iframe')).toBeNull()
    expect(text()).toContain('你没有跟进这位客户')
  })

  test('keeps its token over a network that fails for a moment, and loses it at its end', async () => {
    let isDown = false
    const down = { status: 502, body: { code: 'upstream_unreachable', requestId: 'r' } }
    await openReady([member], { [tokenCall('member')]: () => (isDown ? down : tokenOf('c1')) })
    isDown = true
    await vi.advanceTimersByTimeAsync(290_000)
    expect(document.querySelector('iframe')).not.toBeNull()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(document.querySelector('iframe')).toBeNull()
  })

  test('is wiped when the sidebar is hidden, and when its customer goes', async () => {
    const { last, posted, wrapper } = await openReady()
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(last('wipe')).toEqual({ sidedesk: 1, type: 'wipe', contextId: 'c1' })
    hidden.mockReturnValue(false)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(posted.at(-1)?.message).toMatchObject({ type: 'context', contextId: 'c1' })
    wrapper.unmount()
    expect(posted.at(-1)?.message).toEqual({ sidedesk: 1, type: 'wipe', contextId: 'c1' })
    expect(document.querySelector('iframe')).toBeNull()
  })

  test('has one fresh token in ten seconds', async () => {
    const { say, results } = await openReady()
    await say({ sidedesk: 1, type: 'renew', id: '1' })
    await say({ sidedesk: 1, type: 'renew', id: '2' })
    await vi.advanceTimersByTimeAsync(10_000)
    await say({ sidedesk: 1, type: 'renew', id: '3' })
    expect(results()).toEqual(['done', 'too_fast', 'done'])
  })

  test('that floods is heard twenty times a second', async () => {
    const { say, results } = await openReady()
    await vi.advanceTimersByTimeAsync(1000)
    for (let n = 0; n < 500; n += 1) await say({ sidedesk: 1, type: 'badge', count: 1, id: `${n}` })
    expect(results()).toHaveLength(20)
    await vi.advanceTimersByTimeAsync(1000)
    await say({ sidedesk: 1, type: 'badge', count: 1, id: 'again' })
    expect(results()).toHaveLength(21)
  })

  test('copies only while it is looked at', async () => {
    const { say, results } = await openReady()
    await say({ sidedesk: 1, type: 'copy', text: 'V2611', id: '1' })
    await press('侧边台')
    await say({ sidedesk: 1, type: 'copy', text: '偷偷', id: '2' })
    expect([written, results()]).toEqual([['V2611'], ['done', 'not_possible']])
  })

  test('opens links of its own hosts, by https, one a second, as a browser reads them', async () => {
    const { say, results, links, state } = await openReady()
    state.opensLinks = true
    const open = (url: string) => say({ sidedesk: 1, type: 'open', url, id: url })
    await open('https://vip.example/a')
    await open('https://vip.example/b')
    await vi.advanceTimersByTimeAsync(1000)
    await open('https://vip.example\\@evil.example/')
    for (const url of ['https://evil.example/', 'http://vip.example/', 'https://u:p@vip.example/']) await open(url)
    expect(links).toEqual(['https://vip.example/a', 'https://vip.example/@evil.example/'])
    expect(results()).toEqual(['done', 'too_fast', 'done', 'refused', 'not_possible', 'not_possible'])
  })

  test('that says that orders have changed has them read anew, past what is kept', async () => {
    const { session } = boot
    const sources = [{ id: 'orders' as const, configured: true, connected: true }]
    const at = 'GET /api/contacts/wmAAA/order-tasks'
    const { say, results, seen } = await openReady([member], { [at]: { body: list('orders', []) } })
    useSession().begin({ ...boot, session: session && { ...session, sources, panels: [member] } })
    await say({ sidedesk: 1, type: 'changed', id: '1' })
    await say({ sidedesk: 1, type: 'changed', id: '2' })
    const asked = seen.filter(({ call }) => call === at)
    expect(asked.map(({ headers }) => headers.get('Cache-Control'))).toEqual(['no-cache'])
    expect(results()).toEqual(['done', 'too_fast'])
  })

  test('is told that no fresh token came', async () => {
    let isDown = false
    const down = { status: 502, body: { code: 'upstream_unreachable', requestId: 'r' } }
    const page = await openReady([member], { [tokenCall('member')]: () => (isDown ? down : tokenOf('c1')) })
    isDown = true
    await page.say({ sidedesk: 1, type: 'renew', id: '1' })
    expect(page.results()).toEqual(['not_possible'])
  })
})

describe('a panel that nobody looks at', () => {
  const tokens = (calls: string[]) => calls.filter((call) => call === tokenCall('member')).length
  const hide = (isHidden: boolean) => {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden)
    document.dispatchEvent(new Event('visibilitychange'))
  }

  test('has no tokens fetched while the sidebar is hidden, and goes on in its context', async () => {
    const { calls, seen, last } = await openReady()
    hide(true)
    await vi.advanceTimersByTimeAsync(280_000)
    expect(tokens(calls())).toBe(1)
    hide(false)
    await vi.advanceTimersByTimeAsync(0)
    expect(tokens(calls())).toBe(2)
    const [, renewed] = seen.filter(({ call }) => call === tokenCall('member'))
    expect(renewed?.body).toEqual({ renew: expect.stringMatching(/^e30\./) })
    expect(last('context')).toMatchObject({ contextId: 'c1' })
  })

  test('has none fetched once it has been given up', async () => {
    const { calls } = await openMember()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(tokens(calls())).toBe(1)
  })

  test('hears nothing when a tab is changed', async () => {
    const { posted } = await openReady()
    await press('侧边台')
    await press('会员')
    await flushPromises()
    expect(posted.map(({ message: { type } }) => type)).toEqual(['context'])
  })

  test('takes its number with it when its frame is closed', async () => {
    await mountPages(four)
    await press('a')
    const { say } = frameOf(/^a/)
    await say({ sidedesk: 1, type: 'ready' })
    await say({ sidedesk: 1, type: 'badge', count: 7 })
    expect(button(/^a/).textContent).toContain('7')
    for (const { id } of four.slice(1)) await press(id)
    expect(button(/^a/).textContent).not.toContain('7')
  })
})

describe('what a panel wants in the chat', () => {
  const wish = { sidedesk: 1, type: 'place', contextId: 'c1', content: { type: 'text', text: '你好' } }

  test('is shown with who asks and to whom, and goes in by a tap', async () => {
    const { say, sent, results, seen } = await openReady()
    await say({ ...wish, id: '1' })
    await vi.waitFor(() => expect(dialog()).not.toBeNull())
    expect(dialog()?.textContent).toContain('「会员」想把这段话放进聊天')
    expect(dialog()?.textContent).toContain('你好')
    expect([sent, results()]).toEqual([[], []])
    await press('放入输入框')
    expect(sent).toEqual([{ type: 'text', text: '你好' }])
    expect(results()).toEqual(['done'])
    const told = seen.find(({ call }) => call.endsWith('/placements'))
    expect(told?.body).toEqual({ kind: 'text', length: 2, outcome: 'ok' })
  })

  test('is refused by leaving it', async () => {
    const { say, sent, results } = await openReady()
    await say({ ...wish, id: '1' })
    await vi.waitFor(() => expect(dialog()).not.toBeNull())
    await press('不放')
    await vi.waitFor(() => expect(results()).toEqual(['refused']))
    expect(sent).toEqual([])
  })

  test('goes nowhere when another chat is open by the time of the tap', async () => {
    const { say, sent, results, state } = await openReady()
    await say({ ...wish, id: '1' })
    await vi.waitFor(() => expect(dialog()).not.toBeNull())
    state.open = { kind: 'contact', externalUserId: 'wmBBB' }
    await press('放入输入框')
    expect(dialog()?.textContent).toContain('聊天已经换了')
    expect(sent).toEqual([])
    await press('不放')
    await vi.waitFor(() => expect(results()).toEqual(['stale_context']))
  })

  test('that was left while the client was asked is told what came of it, and the next is another', async () => {
    const { say, sent, results, state, seen } = await openReady()
    let answer: (outcome: { kind: 'ok' }) => void = () => undefined
    state.answer = () => new Promise((resolve) => (answer = resolve))
    await say({ ...wish, id: '1' })
    await vi.waitFor(() => expect(dialog()).not.toBeNull())
    await press('放入输入框')
    await press('不放')
    await vi.advanceTimersByTimeAsync(1500)
    await say({ ...wish, content: { type: 'text', text: '另一段' }, id: '2' })
    answer({ kind: 'ok' })
    await flushPromises()
    expect(sent).toEqual([{ type: 'text', text: '你好' }])
    expect(results()).toEqual(['too_fast', 'done'])
    const told = seen.filter(({ call }) => call.endsWith('/placements'))
    expect(told.map(({ body }) => body)).toEqual([{ kind: 'text', length: 2, outcome: 'ok' }])
  })

  test('leaves the page below it for nobody to reach', async () => {
    const { say } = await openReady()
    await say({ ...wish, id: '1' })
    await vi.waitFor(() => expect(dialog()).not.toBeNull())
    expect(document.querySelector<HTMLElement>('.panels')?.inert).toBe(true)
    await press('不放')
    await vi.waitFor(() => expect(document.querySelector<HTMLElement>('.panels')?.inert).toBe(false))
  })

  test('comes one at a time, and no sooner than a second after the last', async () => {
    const { say, results } = await openReady()
    await say({ ...wish, id: '1' })
    await say({ ...wish, id: '2' })
    await vi.waitFor(() => expect(dialog()).not.toBeNull())
    await press('放入输入框')
    await say({ ...wish, id: '3' })
    expect(results()).toEqual(['too_fast', 'done', 'too_fast'])
  })

  test.each([
    ['for another context', member, { ...wish, contextId: 'c0' }, 'stale_context'],
    ['by a panel that may not', { ...member, place: false }, wish, 'not_possible'],
    [
      'a link to elsewhere',
      member,
      { ...wish, content: { type: 'link', title: 't', url: 'https://evil.example' } },
      'refused',
    ],
    [
      'a text that is too long',
      member,
      { ...wish, content: { type: 'text', text: '字'.repeat(1001) } },
      'not_possible',
    ],
    ['a picture', member, { ...wish, content: { type: 'image', url: 'https://vip.example/a' } }, 'not_possible'],
  ])('%s is not shown', async (_, panel, message, code) => {
    const { say, results } = await openReady([panel])
    await say({ ...message, id: '1' })
    expect([dialog(), results()]).toEqual([null, [code]])
  })

  test('is not possible where the client takes no messages', async () => {
    const page = await openMember()
    page.state.canSend = false
    await useSubject().recheck()
    await page.say({ sidedesk: 1, type: 'ready' })
    await page.say({ ...wish, id: '1' })
    expect(page.results()).toEqual(['not_possible'])
  })
})

describe('a message', () => {
  test.each([
    ['text', 'ready'],
    ['nothing', null],
    ['another version', { sidedesk: 2, type: 'ready' }],
    ['an unknown type', { sidedesk: 1, type: 'send' }],
    ['a name of all objects', { sidedesk: 1, type: 'constructor' }],
    ['more than 16 KB', { sidedesk: 1, type: 'copy', text: 'x', more: 'y'.repeat(16_384) }],
  ])('that is %s is none', (_, value) => {
    expect(readMessage(value)).toBeNull()
  })

  test('that goes in a circle is none', () => {
    const circle: Record<string, unknown> = { sidedesk: 1, type: 'ready' }
    circle['self'] = circle
    expect(readMessage(circle)).toBeNull()
  })

  test('keeps an id of up to 64 characters', () => {
    expect(readMessage({ sidedesk: 1, type: 'renew', id: 'a' })).toEqual({ type: 'renew', id: 'a' })
    expect(readMessage({ sidedesk: 1, type: 'renew', id: 'a'.repeat(65) })).toEqual({ type: 'renew', id: null })
  })

  test('of a link has only what a link has', () => {
    const content = { type: 'link', title: 't', url: 'https://vip.example/a', onclick: 'x' }
    const placed = { type: 'link', title: 't', url: 'https://vip.example/a', description: null, imageUrl: null }
    expect(readMessage({ sidedesk: 1, type: 'place', contextId: 'c', content })).toMatchObject({ content: placed })
  })

  test('leads to a host by its whole name', () => {
    expect(leadsTo('https://vip.example/x', ['vip.example'])).toBe(true)
    expect(leadsTo('https://vip.example.evil.com/', ['vip.example'])).toBe(false)
  })
})

test('a budget starts anew each second', () => {
  let at = 0
  const may = createMessageBudget(() => at)
  const passed = (n: number) => Array.from({ length: n }, may).filter(Boolean).length
  expect(passed(25)).toBe(20)
  at = 1000
  expect(passed(25)).toBe(20)
})
