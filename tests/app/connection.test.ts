import { flushPromises } from '@vue/test-utils'
import { describe, expect, test, vi } from 'vitest'
import { createFakeApi } from './support/fake-api.ts'
import {
  alerts,
  button,
  dialog,
  mountBoard,
  press,
  text,
  titles,
  untilDialog,
  useBoards,
} from './support/mount-board.ts'
import { boot, bootWithYunzhong, contact, list, problem, push, todo } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

const at = {
  card: 'GET /api/contacts/wmAAA',
  pushes: 'GET /api/contacts/wmAAA/pushes',
  moments: 'GET /api/me/moments',
  connect: 'PUT /api/me/connections/yunzhong',
  disconnect: 'DELETE /api/me/connections/yunzhong',
}
const apart = { body: list('yunzhong', [], { state: 'disconnected', asOf: null }) }
const good = () => ({
  [at.card]: { body: contact },
  [at.pushes]: { body: list('yunzhong', [push(7)]) },
  [at.moments]: { body: { ...list('yunzhong', []), summary: null } },
})
const routes = () => ({ ...good(), [at.pushes]: apart })
const refused = (code: string, status: number, more = {}) => ({
  status,
  body: { ...problem(code, status, 'yunzhong'), ...more },
})

function field(label: string): HTMLInputElement {
  const id = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label)?.htmlFor ?? ''
  const input = document.getElementById(id)
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field ${label}`)
  return input
}

async function submit(mobile: string, password: string): Promise<void> {
  for (const [label, value] of [
    ['手机号', mobile],
    ['密码', password],
  ] as const) {
    field(label).value = value
    field(label).dispatchEvent(new Event('input'))
  }
  dialog()
    ?.querySelector('form')
    ?.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

async function openFlow(more: Parameters<typeof createFakeApi>[0]) {
  const api = createFakeApi({ ...routes(), ...more })
  await mountBoard(undefined, { begin: bootWithYunzhong(false) })
  await press('连接')
  await untilDialog()
  api.seen.length = 0
  return api
}

useBoards()

describe('a source without my login', () => {
  const withTodos = (connected: boolean) => ({
    ...boot,
    session: boot.session && {
      ...boot.session,
      sources: [
        { id: 'youmi' as const, configured: true, connected: true },
        { id: 'yunzhong' as const, configured: true, connected },
      ],
    },
  })
  const todos = { 'GET /api/contacts/wmAAA/todos': { body: list('youmi', [todo(1, null)]) } }

  test.each([
    [false, 'SOP推送：还没有连接芸众', '连接'],
    [true, 'SOP推送：芸众登录已过期', '重新连接'],
  ])('is neither empty nor an error (connected before: %s)', async (connected, sentence, label) => {
    createFakeApi({ ...routes(), ...todos })
    await mountBoard(undefined, { begin: withTodos(connected) })
    expect(text()).toContain(sentence)
    expect(titles()).toEqual(['待办 1'])
    expect(button('推送 !没有连接')).toBeDefined()
    await press(label)
    await untilDialog()
    expect(dialog()?.getAttribute('aria-label')).toBe('连接芸众')
  })

  test('alone is a screen of its own with the same offer', async () => {
    createFakeApi(routes())
    await mountBoard(undefined, { begin: bootWithYunzhong(false) })
    expect(document.querySelector('[role=status] h2')?.textContent).toBe('SOP推送：还没有连接芸众')
    expect(text()).not.toContain('没有要做的事')
  })

  test('is told once on my board, where notices stand aside', async () => {
    createFakeApi({
      'GET /api/me/todos': { body: list('youmi', [todo(1, null)]) },
      'GET /api/me/moments': { body: { ...list('yunzhong', []), summary: null } },
      'GET /api/me/notices': apart,
    })
    await mountBoard({ kind: 'me' }, { begin: withTodos(true) })
    expect(text()).toContain('通知：芸众登录已过期')
    await press('待办 1')
    expect(text()).not.toContain('芸众登录已过期')
  })
})

describe('connecting', () => {
  test('says that the password is not kept, and asks for it as browsers expect', async () => {
    await openFlow({})
    expect(dialog()?.textContent).toContain('侧边台不保存')
    expect(field('手机号').inputMode).toBe('numeric')
    expect(field('密码').type).toBe('password')
    expect(field('密码').autocomplete).toBe('current-password')
  })

  test('that succeeds closes the sheet and brings the pushes', async () => {
    const api = await openFlow({ [at.connect]: { status: 204 } })
    api.routes[at.pushes] = { body: list('yunzhong', [push(7)]) }
    await submit(' 13800001111 ', 'secret')
    expect(api.seen[0]).toMatchObject({ call: at.connect, body: { mobile: '13800001111', password: 'secret' } })
    await vi.waitFor(() => expect(dialog()).toBeNull())
    expect(titles()).toEqual(['推送 7'])
  })

  test.each([
    ['wrong_password', 403, {}, '手机号或密码不对'],
    ['wrong_password', 403, { triesLeft: 2 }, '手机号或密码不对（还可以试 2 次）'],
    ['wrong_password', 403, { triesLeft: 0 }, '手机号或密码不对（这半小时里不能再试了）'],
    ['account_locked', 429, { retryAfter: 720 }, '密码试错的次数太多，暂时不能登录（14:12 以后再试）'],
    ['account_locked', 429, { retryAfter: 86_400 }, '密码试错的次数太多，暂时不能登录（6月11日 14:00 以后再试）'],
    ['account_blacklisted', 403, {}, '这个账号在芸众的黑名单里，请联系管理员'],
    ['account_disabled', 403, {}, '这个账号在芸众里停用了，请联系管理员'],
    ['account_expired', 403, {}, '这个账号在芸众里过期了，请联系管理员'],
    ['mobile_login_off', 403, {}, '芸众没有开放手机号和密码登录，请联系管理员'],
    ['login_refused', 403, {}, '芸众没有让这个账号登录，请联系管理员'],
    ['platform_unknown', 502, {}, '芸众不认识侧边台里填的公众号，请联系管理员'],
    ['upstream_unreachable', 502, {}, '暂时连不上芸众'],
  ])('that fails with %s says so, keeps the number and forgets the password', async (code, status, more, sentence) => {
    await openFlow({ [at.connect]: refused(code, status, more) })
    await submit('13800001111', 'secret')
    expect(alerts()).toEqual([sentence])
    expect(field('手机号').value).toBe('13800001111')
    expect(field('密码').value).toBe('')
    expect(dialog()?.innerHTML).not.toContain('secret')
    expect(dialog()?.querySelector('form button')?.hasAttribute('disabled')).toBe(false)
  })

  test('under a double tap is tried once: a wrong password counts at the vendor', async () => {
    const api = await openFlow({ [at.connect]: () => new Promise(() => undefined) })
    await submit('13800001111', 'secret')
    dialog()
      ?.querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(api.calls().filter((call) => call === at.connect)).toHaveLength(1)
    expect(button('正在连接').disabled).toBe(true)
  })

  test.each([
    ['', 'secret', '请填你在芸众登录用的手机号'],
    ['138x', 'secret', '请填你在芸众登录用的手机号'],
    ['13800001111', '', '请填密码'],
  ])('with %j and %j is not even tried', async (mobile, password, sentence) => {
    const api = await openFlow({})
    await submit(mobile, password)
    expect(alerts()).toEqual([sentence])
    expect(api.calls()).toEqual([])
  })
})

describe('disconnecting', () => {
  test('asks first, then the pushes are gone', async () => {
    const api = createFakeApi({ ...good(), [at.disconnect]: { status: 204 } })
    await mountBoard(undefined, { begin: bootWithYunzhong() })
    await press('更多资料')
    await untilDialog()
    expect(dialog()?.textContent).toContain('芸众 · 已连接')
    await press('断开芸众')
    expect(api.calls()).not.toContain(at.disconnect)
    api.routes[at.pushes] = apart
    await press('确定断开')
    expect(api.calls()).toContain(at.disconnect)
    expect(dialog()?.textContent).toContain('芸众 · 没有连接')
    expect(text()).toContain('SOP推送：还没有连接芸众')
    expect(titles()).toEqual([])
  })

  test('that fails changes nothing and says why', async () => {
    createFakeApi({ ...good(), [at.disconnect]: refused('internal', 500) })
    await mountBoard(undefined, { begin: bootWithYunzhong() })
    await press('更多资料')
    await untilDialog()
    await press('断开芸众')
    await press('确定断开')
    expect(alerts()).toEqual(['侧边台出错了，我们已经记录下来'])
    expect(dialog()?.textContent).toContain('芸众 · 已连接')
  })

  test('is offered on my own board too', async () => {
    createFakeApi({
      'GET /api/me/moments': { body: { ...list('yunzhong', []), summary: null } },
      'GET /api/me/notices': { body: list('yunzhong', []) },
    })
    await mountBoard({ kind: 'me' }, { begin: bootWithYunzhong() })
    await press('更多资料')
    await untilDialog()
    expect(button('断开芸众')).toBeDefined()
  })
})
