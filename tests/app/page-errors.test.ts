import { readFileSync } from 'node:fs'
import { mount } from '@vue/test-utils'
import { describe, expect, test, vi } from 'vitest'
import { defineComponent } from 'vue'
import { PageReport } from '#contract/page-report'
import { tellFailure } from '../../src/app/start/tell-failure.ts'

const guard = readFileSync('src/app/guard.js', 'utf8')
const wecom = 'Mozilla/5.0 Chrome/129.0.0.0 Safari/537.36 wxwork/4.1.36 MicroMessenger/7.0.1'
const build = '0123456789ab'
const session = { staff: { userid: 'mengxiangyu', name: '孟祥宇' } }

interface Page {
  agent?: string
  boot?: object | null
  /** Null: the browser has none. */
  beacon?: ((url: string, body: Blob) => boolean) | null
}

/** A window as the guard uses it. What is sent is read as the BFF would read it. */
function openPage({ agent = wecom, boot = { build, session, signature: null }, beacon }: Page = {}) {
  const listeners = new Map<string, ((event: object) => void)[]>()
  const sent: { url: string; body: Blob }[] = []
  const keep = (url: string, body: Blob) => sent.push({ url, body }) > 0
  const listen = (name: string, listener: (event: object) => void) =>
    listeners.set(name, [...(listeners.get(name) ?? []), listener])
  const window = { Promise, addEventListener: listen }
  const document = {
    documentElement: { className: '', style: {}, setAttribute: () => undefined },
    addEventListener: listen,
    getElementById: (id: string) => (id === 'boot' ? { textContent: boot === null ? '' : JSON.stringify(boot) } : null),
  }
  const navigator = { userAgent: agent, ...(beacon === null ? {} : { sendBeacon: beacon ?? keep }) }
  // oxlint-disable-next-line no-new-func -- the guard is a script of its own, which the build puts into the HTML
  new Function('window', 'document', 'navigator', 'setTimeout', guard)(window, document, navigator, (run: () => void) =>
    run(),
  )
  return {
    happen: (name: string, event: object = {}) => listeners.get(name)?.forEach((listener) => listener(event)),
    reports: () =>
      Promise.all(
        sent.map(async ({ url, body }) => {
          expect([url, body.type]).toEqual(['/api/reports', 'application/json'])
          return PageReport.parse(JSON.parse(await body.text()))
        }),
      ),
  }
}

const secret = new Error('13900000001 陈晓雨 https://desk.example/?code=c')
const kinds: readonly [PageReport['code'], string, object][] = [
  ['script_failed', 'error', { error: secret, message: secret.message }],
  ['promise_rejected', 'unhandledrejection', { reason: secret, defaultPrevented: false }],
  ['part_missing', 'vite:preloadError', { payload: secret }],
  ['render_failed', 'render_failed', {}],
  ['script_missing', 'error', { target: { tagName: 'SCRIPT' } }],
]

describe('an error of the page', () => {
  test.each(kinds)('%s is reported by its kind, with build and client and nothing else', async (code, name, event) => {
    const page = openPage()
    page.happen(name, event)
    expect(await page.reports()).toEqual([{ code, build, client: '4.1.36' }])
  })

  test('is reported once, however often it comes', async () => {
    const page = openPage()
    for (let turn = 0; turn < 20; turn += 1) for (const [, name, event] of kinds) page.happen(name, event)
    expect((await page.reports()).map(({ code }) => code)).toEqual(kinds.map(([code]) => code))
  })

  test('that is none is not reported: a picture that does not load, a script of the client, what the page took on itself', async () => {
    const page = openPage()
    page.happen('error', { target: { tagName: 'IMG' } })
    page.happen('error', { error: null, message: 'Script error.' })
    page.happen('unhandledrejection', { reason: secret, defaultPrevented: true })
    expect(await page.reports()).toEqual([])
  })

  test('is an engine that is too old, once the boot data are there', async () => {
    const page = openPage({ agent: 'Chrome/86.0 wxwork/3.1' })
    expect(await page.reports()).toEqual([])
    page.happen('DOMContentLoaded')
    expect(await page.reports()).toEqual([{ code: 'engine_too_old', build, client: '3.1' }])
  })

  test('says no client where the user agent names none', async () => {
    const page = openPage({ agent: 'Chrome/129' })
    page.happen('render_failed')
    expect(await page.reports()).toMatchObject([{ client: null }])
  })

  test('is not reported where nobody is signed in, or the BFF did not serve the page', async () => {
    for (const boot of [{ build, session: null, signature: null }, null]) {
      const page = openPage({ boot })
      for (const [, name, event] of kinds) page.happen(name, event)
      expect(await page.reports()).toEqual([])
    }
  })

  test('makes no error of its own where it cannot be reported', () => {
    const failing = vi.fn(() => {
      throw new Error('refused')
    })
    for (const beacon of [null, failing]) {
      const page = openPage({ beacon })
      for (const [, name, event] of kinds) expect(() => page.happen(name, event)).not.toThrow()
    }
    expect(failing).toHaveBeenCalled()
  })
})

test('an error of a component is told to the guard, and stays an error', () => {
  const told = vi.fn()
  window.addEventListener('render_failed', told)
  const Broken = defineComponent({
    setup() {
      throw secret
    },
    render: () => null,
  })
  const config = { errorHandler: tellFailure, warnHandler: () => undefined }
  expect(() => mount(Broken, { global: { config } })).toThrow(secret)
  expect(told).toHaveBeenCalledTimes(1)
  window.removeEventListener('render_failed', told)
})
