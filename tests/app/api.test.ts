import { AxiosError } from 'axios'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { call, fillPath, sendBy } from '../../src/app/api/call.ts'
import { ProblemError } from '../../src/app/api/problem-error.ts'
import { reloadIfReplaced } from '../../src/app/start/reload-if-replaced.ts'
import { sendBare } from '../../src/app/api/send.ts'
import { signInAgain } from '../../src/app/session/sign-in.ts'
import { createFakeApi, http, sendByAxios } from './support/fake-api.ts'
import { boot, contact, problem } from './support/samples.ts'
import { stubBareRequests, type BareRequest } from './support/stub-bare-requests.ts'

const card = 'GET /api/contacts/wmAAA'
const ask = (signal?: AbortSignal) =>
  call('GET /api/contacts/:externalUserId', {
    params: { externalUserId: 'wmAAA' },
    ...(signal ? { signal } : {}),
  })
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )

beforeEach(() => {
  sendBy(sendByAxios)
  sessionStorage.setItem('sidedesk:signing-in', '1')
})

describe('a call', () => {
  test('answers what the BFF said', async () => {
    createFakeApi({ [card]: { body: contact } })
    await expect(ask()).resolves.toEqual(contact)
  })

  test('writes ids into the path so that they cannot leave it', () => {
    expect(
      fillPath('/api/contacts/:externalUserId/links/:source/:sourceId', {
        externalUserId: 'wm/../x?y',
        source: 'youmi',
        sourceId: 'a b',
      }),
    ).toBe('/api/contacts/wm%2F..%2Fx%3Fy/links/youmi/a%20b')
  })

  test('says that it wants fresh data when the salesperson pulled', async () => {
    const api = createFakeApi({ 'GET /api/me/todos': { body: {} } })
    await call('GET /api/me/todos', { query: {}, refresh: true })
    await call('GET /api/me/todos', { query: {} })
    expect(api.seen.map(({ headers }) => headers.get('Cache-Control'))).toEqual(['no-cache', undefined])
  })

  test('answers null where the BFF has nothing to say', async () => {
    createFakeApi({ 'PUT /api/contacts/wmAAA/links/youmi/w1': { status: 204, body: '' } })
    const params = { externalUserId: 'wmAAA', source: 'youmi', sourceId: 'w1' } as const
    await expect(call('PUT /api/contacts/:externalUserId/links/:source/:sourceId', { params })).resolves.toBeNull()
  })
})

describe('a failed call', () => {
  test('carries code, sentence, source and request id of the problem', async () => {
    createFakeApi({
      [card]: { status: 503, body: { ...problem('upstream_rate_limited', 503, 'wecom'), retryAfter: 7 } },
    })
    const error = await failure(ask())
    expect(error).toBeInstanceOf(ProblemError)
    expect(error).toMatchObject({
      code: 'upstream_rate_limited',
      title: '对方系统正忙，请稍后再试',
      source: 'wecom',
      retryAfter: 7,
      requestId: 'req-1',
    })
  })

  test.each([['<html>502 Bad Gateway</html>'], [{ code: 'toString' }], [{ code: 'nonsense' }], [null]])(
    'that is none of our problems is unreadable, not believed: %j',
    async (body) => {
      createFakeApi({ [card]: { status: 502, body } })
      expect(await failure(ask())).toMatchObject({ code: 'unreadable' })
    },
  )

  test('without a network is offline, and after its deadline unanswered', async () => {
    http.defaults.adapter = () => Promise.reject(new AxiosError('Network Error', 'ERR_NETWORK'))
    expect(await failure(ask())).toMatchObject({ code: 'offline' })
    http.defaults.adapter = () => Promise.reject(new AxiosError('timeout', 'ECONNABORTED'))
    expect(await failure(ask())).toMatchObject({ code: 'no_answer' })
    expect(http.defaults.timeout).toBe(20_000)
  })

  test('by its own signal is no failure of the network', async () => {
    createFakeApi({ [card]: () => new Promise(() => undefined) })
    const abort = new AbortController()
    const result = failure(ask(abort.signal))
    const reason = new Error('another chat')
    abort.abort(reason)
    expect(await result).toBe(reason)
  })

  test('for want of a session is told when the login was just tried', async () => {
    createFakeApi({ [card]: { status: 401, body: problem('unauthenticated', 401) } })
    expect(await failure(ask())).toMatchObject({ code: 'unauthenticated', title: '登录已过期，请重新登录' })
  })
})

describe('a call before the page’s client has come', () => {
  const answers = (answer: (request: BareRequest) => void) => {
    const sent = stubBareRequests(answer)
    sendBy(sendBare)
    return sent
  }
  afterEach(() => void vi.unstubAllGlobals())

  test('asks and answers as any other', async () => {
    const sent = answers((request) => request.answer(200, JSON.stringify(contact)))
    await expect(ask()).resolves.toEqual(contact)
    await call('GET /api/me/todos', { query: { status: 'open' } })
    await call('POST /api/wecom/signature', { body: { url: 'https://side.example/' } })
    const accept = { Accept: 'application/json' }
    expect(sent.map(({ line, headers, body, timeout }) => [line, headers, body, timeout])).toEqual([
      ['GET /api/contacts/wmAAA', accept, null, 20_000],
      ['GET /api/me/todos?status=open', accept, null, 20_000],
      [
        'POST /api/wecom/signature',
        { ...accept, 'Content-Type': 'application/json' },
        '{"url":"https://side.example/"}',
        20_000,
      ],
    ])
  })

  test('fails as any other', async () => {
    answers((request) => request.answer(403, JSON.stringify(problem('not_a_follower', 403))))
    expect(await failure(ask())).toMatchObject({ code: 'not_a_follower', requestId: 'req-1' })
    answers((request) => request.answer(502, '<html>502 Bad Gateway</html>'))
    expect(await failure(ask())).toMatchObject({ code: 'unreadable' })
    answers((request) => request.dispatchEvent(new Event('error')))
    expect(await failure(ask())).toMatchObject({ code: 'offline' })
    answers((request) => request.dispatchEvent(new Event('timeout')))
    expect(await failure(ask())).toMatchObject({ code: 'no_answer' })
  })
})

describe('a part of the page that is gone', () => {
  const page = () => {
    sessionStorage.clear()
    return { sessionStorage, location: { reload: vi.fn<() => void>() } as unknown as Location }
  }
  const answers = (build: string) => createFakeApi({ 'GET /api/session': { body: { ...boot.session, build } } })

  test('has the page loaded anew after a deployment, once', async () => {
    const mine = page()
    answers('b2')
    await reloadIfReplaced('b1', mine)
    await reloadIfReplaced('b1', mine)
    expect(mine.location.reload).toHaveBeenCalledTimes(1)
  })

  test('for want of a network leaves the page standing', async () => {
    const mine = page()
    http.defaults.adapter = () => Promise.reject(new AxiosError('Network Error', 'ERR_NETWORK'))
    await reloadIfReplaced('b1', mine)
    answers('b1')
    await reloadIfReplaced('b1', mine)
    expect(mine.location.reload).not.toHaveBeenCalled()
  })
})

describe('signing in again', () => {
  const page = () => {
    sessionStorage.clear()
    return {
      sessionStorage,
      location: { pathname: '/', search: '?a=1&b=2', hash: '#x', replace: vi.fn<(url: string) => void>() },
    }
  }

  test('comes back to where it was, and goes once', () => {
    const mine = page()
    expect(signInAgain(mine)).toBe(true)
    // The page as it comes back from the login.
    expect(signInAgain({ ...mine })).toBe(false)
    expect(mine.location.replace.mock.calls).toEqual([['/auth/login?to=%2F%3Fa%3D1%26b%3D2%23x']])
  })

  test('several refusals at once are one, until the login did not come', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const mine = page()
    expect([signInAgain(mine), signInAgain(mine)]).toEqual([true, true])
    expect(mine.location.replace).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(5000)
    expect(signInAgain(mine)).toBe(false)
    vi.useRealTimers()
  })

  test('goes whenever the salesperson asks for it', () => {
    const mine = page()
    signInAgain(mine)
    expect(signInAgain(mine, true)).toBe(true)
    expect(mine.location.replace).toHaveBeenCalledTimes(2)
  })

  test('may go again after a call succeeded', async () => {
    const mine = page()
    signInAgain(mine)
    createFakeApi({ [card]: { body: contact } })
    await ask()
    expect(signInAgain({ ...mine })).toBe(true)
  })
})
