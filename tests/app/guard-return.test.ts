import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'

const guard = readFileSync('src/app/guard.js', 'utf8')

/** A window as the guard uses it: what the browser would do is done by the test. */
function openPage(boot: object | null) {
  const listeners = new Map<string, (event: object) => void>()
  const sent: { status: number; responseText: string; onloadend?: () => void }[] = []
  const root = { className: '', style: { visibility: '' }, setAttribute: () => undefined }
  const acts = { reloads: 0 }
  const window = {
    Promise,
    addEventListener: (name: string, listener: (event: object) => void) => listeners.set(name, listener),
    location: { reload: () => (acts.reloads += 1) },
  }
  const element = { textContent: boot === null ? '' : JSON.stringify(boot) }
  const document = { documentElement: root, getElementById: () => element }
  class Request {
    status = 0
    responseText = ''
    onloadend?: () => void
    open(): void {}
    send(): void {
      sent.push(this)
    }
  }
  // oxlint-disable-next-line no-new-func -- the guard is a script of its own, which the build puts into the HTML
  new Function('window', 'document', 'navigator', 'XMLHttpRequest', guard)(
    window,
    document,
    { userAgent: 'Chrome/129' },
    Request,
  )
  return {
    root,
    acts,
    sent,
    event: (name: string, persisted: boolean) => listeners.get(name)?.({ persisted }),
    answer(status: number, body: object = {}): void {
      const request = sent.shift()
      if (!request) throw new Error('nothing was asked')
      Object.assign(request, { status, responseText: JSON.stringify(body) })
      request.onloadend?.()
    },
  }
}

const sessionOf = (userid: string) => ({ staff: { userid, name: '…' } })
let page: ReturnType<typeof openPage>

beforeEach(() => {
  page = openPage({ build: 'b', session: sessionOf('mengxiangyu'), signature: null })
})

describe('a page that comes back out of the browser’s memory', () => {
  test('is hidden from when it was put away until the server names the same person', () => {
    page.event('pagehide', true)
    expect(page.root.style.visibility).toBe('hidden')
    page.event('pageshow', true)
    expect(page.root.style.visibility).toBe('hidden')
    page.answer(200, sessionOf('mengxiangyu'))
    expect([page.root.style.visibility, page.acts.reloads]).toEqual(['', 0])
  })

  test.each([
    ['somebody else', 200, sessionOf('linxiaomei')],
    ['nobody', 401, {}],
    ['nothing', 0, {}],
    ['an outage', 503, {}],
    ['nonsense', 200, { staff: null }],
  ])('is not seen again when the server names %s', (_whom, status, body) => {
    page.event('pageshow', true)
    page.answer(status, body)
    expect([page.root.style.visibility, page.acts.reloads]).toEqual(['hidden', 1])
  })

  test('of nobody stays so only for nobody', () => {
    page = openPage({ build: 'b', session: null, signature: null })
    page.event('pageshow', true)
    page.answer(401)
    expect([page.root.style.visibility, page.acts.reloads]).toEqual(['', 0])
    page.event('pageshow', true)
    page.answer(200, sessionOf('mengxiangyu'))
    expect(page.acts.reloads).toBe(1)
  })
})

test('a page that is opened in the usual way is shown at once', () => {
  page.event('pagehide', false)
  page.event('pageshow', false)
  expect([page.root.style.visibility, page.sent.length]).toEqual(['', 0])
})
