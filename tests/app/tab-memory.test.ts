import { afterEach, expect, test, vi } from 'vitest'
import { call } from '../../src/app/api/call.ts'
import { signInAgain } from '../../src/app/session/sign-in.ts'
import { reloadIfReplaced } from '../../src/app/start/reload-if-replaced.ts'
import { createFakeApi } from './support/fake-api.ts'
import { list, problem, todo } from './support/samples.ts'

const refuse = () => {
  throw new DOMException('refused', 'SecurityError')
}
const storages: [string, PropertyDescriptor][] = [
  ['has no storage', { get: () => null }],
  ['refuses its storage', { get: refuse }],
  [
    'has no room in its storage',
    { get: () => ({ getItem: () => null, setItem: refuse, removeItem: () => undefined }) },
  ],
]
const own = Object.getOwnPropertyDescriptor(window, 'sessionStorage')

afterEach(() => {
  if (own) Object.defineProperty(window, 'sessionStorage', own)
  else Reflect.deleteProperty(window, 'sessionStorage')
})

test.each(storages)('a WebView that %s shows what the server answers', async (_name, storage) => {
  Object.defineProperty(window, 'sessionStorage', { ...storage, configurable: true })
  const rows = list('youmi', [todo(1, null)])
  createFakeApi({ 'GET /api/me/todos': { body: rows } })
  await expect(call('GET /api/me/todos', {})).resolves.toEqual(rows)
})

test.each(storages)('a WebView that %s goes through the login, once a page', (_name, storage) => {
  const replace = vi.fn<(url: string) => void>()
  const page = Object.defineProperty(
    { location: { pathname: '/', search: '', hash: '', replace } },
    'sessionStorage',
    storage,
  ) as unknown as Window
  expect([signInAgain(page), signInAgain(page)]).toEqual([true, true])
  expect(replace).toHaveBeenCalledExactlyOnceWith('/auth/login?to=%2F')
})

test.each(storages)(
  'a WebView that %s does not reload for a new build: it could do so for ever',
  async (_name, storage) => {
    createFakeApi({ 'GET /api/session': { body: { build: 'b2' } } })
    const reload = vi.fn<() => void>()
    const page = Object.defineProperty({ location: { reload } }, 'sessionStorage', storage) as unknown as Window
    await reloadIfReplaced('b1', page)
    expect(reload).not.toHaveBeenCalled()
  },
)

test('a problem is told as such where there is no storage', async () => {
  Object.defineProperty(window, 'sessionStorage', { get: () => null, configurable: true })
  createFakeApi({ 'GET /api/me/todos': { status: 502, body: problem('upstream_unreachable', 502, 'youmi') } })
  await expect(call('GET /api/me/todos', {})).rejects.toMatchObject({ source: 'youmi' })
})
