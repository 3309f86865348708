import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, UpstreamError, type Upstream } from '../../../../src/bff/errors.ts'
import { createHttp, type HttpCall, type UpstreamEvent } from '../../../../src/bff/upstream/http.ts'
import type { Policy } from '../../../../src/bff/upstream/policy.ts'
import { policies } from '../../../support/policies.ts'
import { createSend } from '../../../../src/bff/wecom/call.ts'
import { WireUser } from '../../../../src/bff/wecom/wire.ts'
import { cut, json, never, startVendor, status, type Answer, type Vendor } from '../../../support/http-vendor.ts'

type Call = Partial<HttpCall<unknown>>

const start = Date.parse('2026-11-20T10:00:00+08:00')
const stay = new AbortController().signal
const base = {
  timeoutMs: 5_000,
  retries: 0,
  backoffMs: 5,
  perSecond: 0,
  breakAfter: 3,
  breakMs: 10_000,
  pauseMs: 4_000,
}
const busy = (operation: string) => new UpstreamError({ source: 'waiqin', operation, reason: 'unreachable' })

let vendor: Vendor
let now = start
let steady = 0
let events: UpstreamEvent[] = []
const opened: { close(): Promise<void> }[] = []

beforeAll(async () => {
  vendor = await startVendor()
})
afterAll(() => vendor.close())
beforeEach(() => {
  now = start
  events = []
  // So that what goes by the wall clock behind our back is seen; timers stay real.
  vi.useFakeTimers({ toFake: ['Date'], now: start })
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(opened.splice(0).map((http) => http.close()))
})

function open(policy: Partial<Policy> = {}, source: Upstream = 'waiqin') {
  const observe = (event: UpstreamEvent) => void events.push(event)
  const http = createHttp({
    source,
    policy: { ...policies[source], ...base, ...policy },
    clock: Object.assign(() => now, { steady: () => steady }),
    observe,
  })
  opened.push(http)
  const ask = (more: Call = {}, signal = stay) => {
    const request = () => ({ method: 'GET', url: vendor.url }) as const
    return http({ operation: 'queryTask', isRead: true, request, read: (answer) => answer.json, ...more }, signal)
  }
  const failure = async (more: Call = {}, signal = stay): Promise<UpstreamError> => {
    const error = await ask(more, signal).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof UpstreamError)) throw new Error(`no UpstreamError but ${String(error)}`)
    return error
  }
  return { http, ask, failure }
}

/** Somebody sets the system's time. */
const jump = (ms: number): void => {
  now += ms
  vi.setSystemTime(Date.now() + ms)
}
const later = (ms: number): void => {
  steady += ms
  jump(ms)
}
const hourMs = 3_600_000
const until = (isSo: () => boolean) => vi.waitFor(() => expect(isSo()).toBe(true), { timeout: 5_000, interval: 5 })
const good = json({ a: 1 })

describe('a retry', () => {
  it('is for reads that did not get through', async () => {
    vendor.answers = [cut, status(503), good]
    expect(await open({ retries: 2 }).ask()).toEqual({ a: 1 })
    expect(vendor.asked).toBe(3)
    expect(events.map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
      ['unreachable', 1],
      ['unreachable', 2],
      ['ok', 3],
    ])
  })

  it('is not for what is no read', async () => {
    vendor.answers = [status(500), good]
    expect((await open({ retries: 2 }).failure({ isRead: false })).reason).toBe('unreachable')
    expect(vendor.asked).toBe(1)
  })

  it('has an end', async () => {
    vendor.answers = [status(500)]
    expect((await open({ retries: 2 }).failure()).reason).toBe('unreachable')
    expect(vendor.asked).toBe(3)
  })

  it.each([
    ['a refusal', status(403)],
    ['a rate limit', status(429)],
    ['a page', (_request, response) => void response.end('<html>')] satisfies [string, Answer],
    ['a vendor that says when to come back', status(503, { 'retry-after': '3' })],
  ])('is not for %s', async (_name, answer) => {
    vendor.answers = [answer, good]
    await open({ retries: 2 }).failure()
    expect(vendor.asked).toBe(1)
  })

  it('sees a failure inside a 200, and is signed anew', async () => {
    vendor.answers = [json({ busy: true }), good]
    let requests = 0
    const request = () => ({ method: 'GET', url: `${vendor.url}/${(requests += 1)}` }) as const
    const read: HttpCall<unknown>['read'] = (answer) => {
      if (JSON.stringify(answer.json).includes('busy')) throw busy('queryTask')
      return answer.json
    }
    expect(await open({ retries: 1 }).ask({ request, read })).toEqual({ a: 1 })
    expect(requests).toBe(2)
  })

  it.each([-1, 6000, 45033])('is what WeCom wants with errcode %i', async (errcode) => {
    vendor.answers = [json({ errcode, errmsg: 'busy' }), json({ errcode: 0, name: '孟祥宇' })]
    const send = createSend({ apiUrl: vendor.url, http: open({ retries: 1 }, 'wecom').http })
    expect(await send({ path: 'user/get', schema: WireUser }, stay)).toEqual({ name: '孟祥宇' })
    expect(vendor.asked).toBe(2)
  })
})

describe('the breaker', () => {
  const trip = async ({ failure }: ReturnType<typeof open>) => {
    vendor.answers = [status(502)]
    for (let count = 0; count < base.breakAfter; count += 1) await failure()
  }

  it('opens after failures in a row, and says when to come back', async () => {
    const upstream = open()
    vendor.answers = [status(502), status(502), good, status(502)]
    for (const _ of [1, 2, 3, 4, 5]) await upstream.ask().catch(() => null)
    expect(upstream.http.state()).toBe('closed')
    await upstream.failure()
    expect(upstream.http.state()).toBe('open')
    vendor.answers = [good]
    later(4_000)
    expect(await upstream.failure()).toMatchObject({ reason: 'unreachable', retryAfterSeconds: 6 })
    expect(vendor.asked).toBe(0)
  })

  it('lets one call look whether the vendor is back, while others fail at once', async () => {
    const upstream = open({ retries: 2 })
    await trip(upstream)
    later(10_000)
    const waiting: (() => void)[] = []
    vendor.answers = [(_request, response) => void waiting.push(() => response.end('{"a":1}'))]
    const probe = upstream.ask()
    await until(() => waiting.length === 1)
    expect(upstream.http.state()).toBe('half-open')
    expect(await upstream.failure()).toMatchObject({ reason: 'unreachable', retryAfterSeconds: 1 })
    expect(vendor.asked).toBe(1)
    waiting.shift()?.()
    expect(await probe).toEqual({ a: 1 })
    expect(upstream.http.state()).toBe('closed')
    vendor.answers = [good]
    expect(await upstream.ask()).toEqual({ a: 1 })
  })

  it('stays open when the vendor is not back, having asked once', async () => {
    const upstream = open({ retries: 2 })
    await trip(upstream)
    later(10_000)
    vendor.answers = [status(502)]
    await upstream.failure()
    expect([vendor.asked, upstream.http.state()]).toEqual([1, 'open'])
    expect((await upstream.failure()).retryAfterSeconds).toBe(10)
  })

  it('stays open when its probe is given up', async () => {
    const upstream = open()
    await trip(upstream)
    later(10_000)
    vendor.answers = [never]
    const caller = new AbortController()
    const probe = upstream.ask({}, caller.signal)
    await until(() => vendor.asked === 1)
    caller.abort()
    await expect(probe).rejects.toThrow()
    await until(() => upstream.http.state() === 'open')
  })

  it.each([
    ['refusals', status(403)],
    ['credentials that are spent', status(401)],
    ['pages that may be a login', (_request, response) => void response.end('<html>')] satisfies [string, Answer],
  ])('counts no %s, which are one person’s or one account’s', async (_name, answer) => {
    const upstream = open()
    vendor.answers = [answer]
    for (let count = 0; count < 10; count += 1) await upstream.failure()
    expect([vendor.asked, upstream.http.state()]).toEqual([10, 'closed'])
  })

  it('counts nobody who leaves, nor a caller’s own deadline', async () => {
    const upstream = open()
    vendor.answers = [never]
    for (let count = 0; count < 5; count += 1) {
      const caller = new AbortController()
      const asking = upstream.ask({}, caller.signal)
      await until(() => vendor.asked === count + 1)
      caller.abort()
      await expect(asking).rejects.toThrow()
    }
    expect(new Set(events.map(({ outcome }) => outcome))).toEqual(new Set(['aborted']))
    for (let count = 0; count < 5; count += 1) await upstream.failure({}, AbortSignal.timeout(30))
    expect(upstream.http.state()).toBe('closed')
  })

  it.each([8 * hourMs, -8 * hourMs])('is not open for longer when the clock is set by %i ms', async (ms) => {
    const upstream = open()
    await trip(upstream)
    jump(ms)
    later(10_000)
    vendor.answers = [good]
    expect(await upstream.ask()).toEqual({ a: 1 })
    expect(upstream.http.state()).toBe('closed')
  })

  it('counts silence', async () => {
    const upstream = open({ timeoutMs: 30 })
    vendor.answers = [never]
    for (let count = 0; count < base.breakAfter; count += 1) await upstream.failure()
    expect(upstream.http.state()).toBe('open')
  })

  it('knows an answer that means something from a failure', async () => {
    const upstream = open()
    vendor.answers = [good]
    const read = () => {
      throw new AppError('not_a_follower')
    }
    for (let count = 0; count < 5; count += 1)
      await expect(upstream.ask({ read })).rejects.toMatchObject({ code: 'not_a_follower' })
    expect(upstream.http.state()).toBe('closed')
    expect(events.every(({ outcome }) => outcome === 'ok')).toBe(true)
  })
})

describe('a vendor that limits the rate', () => {
  it.each([
    ['by Retry-After', status(429, { 'retry-after': '7' }), 7],
    ['without a word of when', status(429), 4],
    ['because it is being mended', status(503, { 'retry-after': '20' }), 20],
  ])('%s is not asked before', async (_name, answer, seconds) => {
    const upstream = open()
    vendor.answers = [answer, good]
    await upstream.failure()
    later(1_000)
    const next = await upstream.failure({ operation: 'queryCustomer' })
    expect(next).toMatchObject({ reason: 'rate_limited', retryAfterSeconds: seconds - 1 })
    expect(vendor.asked).toBe(1)
    later((seconds - 1) * 1_000)
    expect(await upstream.ask()).toEqual({ a: 1 })
  })

  it.each([8 * hourMs, -8 * hourMs])('is spared no longer than it asks when the clock is set by %i ms', async (ms) => {
    const upstream = open()
    vendor.answers = [status(429, { 'retry-after': '7' }), good]
    await upstream.failure()
    jump(ms)
    later(7_000)
    expect(await upstream.ask()).toEqual({ a: 1 })
  })

  it('inside a 200 is believed, but not for longer than an hour', async () => {
    const upstream = open()
    vendor.answers = [good]
    const read = (retryAfterSeconds: number) => () => {
      throw new UpstreamError({ source: 'waiqin', operation: 'queryTask', reason: 'rate_limited', retryAfterSeconds })
    }
    await upstream.failure({ read: read(1e9) })
    expect((await upstream.failure()).retryAfterSeconds).toBe(3600)
  })

  it('is WeCom’s verb by verb', async () => {
    const upstream = open({}, 'wecom')
    vendor.answers = [json({ errcode: 45009, errmsg: '' }), json({ errcode: 0, name: '孟祥宇' })]
    const send = createSend({ apiUrl: vendor.url, http: upstream.http })
    const limited = { reason: 'rate_limited', retryAfterSeconds: 60 }
    await expect(send({ path: 'user/get', schema: WireUser }, stay)).rejects.toMatchObject(limited)
    await expect(send({ path: 'user/get', schema: WireUser }, stay)).rejects.toMatchObject(limited)
    expect(vendor.asked).toBe(1)
    expect(await send({ path: 'user/list', schema: WireUser }, stay)).toEqual({ name: '孟祥宇' })
  })
})

describe('turns', () => {
  it('are taken, no more at once than allowed, and one call too many fails at once', async () => {
    const { ask, failure } = open({ concurrency: 1, queue: 1 })
    const waiting: (() => void)[] = []
    vendor.answers = [(_request, response) => void waiting.push(() => response.end('{"a":1}'))]
    const first = ask()
    await until(() => waiting.length === 1)
    const second = ask()
    expect(await failure()).toMatchObject({ reason: 'rate_limited', detail: 'queue: full', retryAfterSeconds: 1 })
    expect(vendor.asked).toBe(1)
    waiting.shift()?.()
    expect(await first).toEqual({ a: 1 })
    await until(() => waiting.length === 1)
    waiting.shift()?.()
    expect(await second).toEqual({ a: 1 })
  })

  it('that were full are no rate limit of the vendor', async () => {
    const { ask, failure } = open({ concurrency: 1, queue: 0 })
    const waiting: (() => void)[] = []
    vendor.answers = [(_request, response) => void waiting.push(() => response.end('{"a":1}')), good]
    const first = ask()
    await until(() => waiting.length === 1)
    await failure()
    waiting.shift()?.()
    await first
    expect(await ask()).toEqual({ a: 1 })
  })

  it('are given up by who leaves while he waits', async () => {
    const { ask } = open({ concurrency: 1, queue: 1 })
    const waiting: (() => void)[] = []
    vendor.answers = [(_request, response) => void waiting.push(() => response.end('{"a":1}'))]
    const first = ask()
    await until(() => waiting.length === 1)
    const caller = new AbortController()
    const gone = ask({}, caller.signal)
    caller.abort()
    await expect(gone).rejects.toThrow()
    const third = ask()
    waiting.shift()?.()
    await until(() => waiting.length === 1)
    waiting.shift()?.()
    expect(await Promise.all([first, third])).toHaveLength(2)
    expect(vendor.asked).toBe(2)
  })

  it('are left to others by one that takes long', async () => {
    const { ask } = open({ concurrency: 2 })
    vendor.answers = [never, good]
    const caller = new AbortController()
    const slow = ask({ operation: 'backfill' }, caller.signal)
    await until(() => vendor.asked === 1)
    expect(await ask({ operation: 'refresh' })).toEqual({ a: 1 })
    caller.abort()
    await expect(slow).rejects.toThrow()
  })

  it('are not more a second than allowed', async () => {
    vi.useRealTimers()
    const { ask } = open({ perSecond: 2 })
    const at: number[] = []
    vendor.answers = [(_request, response) => void (at.push(performance.now()), response.end('{"a":1}'))]
    await Promise.all([ask(), ask(), ask()])
    expect((at[2] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(800)
  })

  it.each([8 * hourMs, -8 * hourMs])('are as many a second when the clock is set by %i ms', async (ms) => {
    const { ask } = open({ perSecond: 2 })
    vendor.answers = [good]
    const began = performance.now()
    await Promise.all([ask(), ask()])
    jump(ms)
    await Promise.all([1, 2, 3, 4].map(() => ask({}, new AbortController().signal)))
    const took = performance.now() - began
    expect(took).toBeGreaterThan(1800)
    expect(took).toBeLessThan(10_000)
  })

  it('wait for their second no longer than their caller does', async () => {
    const { ask } = open({ perSecond: 1 })
    vendor.answers = [good]
    await ask()
    const caller = new AbortController()
    const waiting = ask({}, caller.signal)
    caller.abort()
    await expect(waiting).rejects.toThrow()
    expect(vendor.asked).toBe(1)
  })
})

describe('memory', () => {
  /** 50 MB, as fast as the client reads them. */
  const flood =
    (code = 200): Answer =>
    (_request, response) => {
      const chunk = Buffer.alloc(65_536, 'a')
      let left = 800
      response.writeHead(code, { 'content-type': 'application/json' })
      const pour = (): void => {
        while (left > 0 && !response.destroyed) {
          left -= 1
          if (!response.write(chunk)) return void response.once('drain', pour)
        }
        response.end()
      }
      pour()
    }

  it.each([
    [200, 'unreadable'],
    [500, 'unreachable'],
  ])('is not filled by a body of 50 MB with status %i', async (code, reason) => {
    const { failure } = open({ maxBytes: 100_000 })
    vendor.answers = [flood(code)]
    expect((await failure()).reason).toBe(reason)
    await until(() => vendor.isLeft())
    // Bytes in the sockets' buffers of both sides count as written, although the BFF has not read them.
    expect(vendor.written()).toBeLessThan(12_000_000)
  })

  it('is not filled by what a small body unpacks to', async () => {
    const { failure } = open({ maxBytes: 100_000 })
    const bomb = gzipSync(JSON.stringify('a'.repeat(20_000_000)))
    expect(bomb.length).toBeLessThan(100_000)
    vendor.answers = [(_request, response) => void response.setHeader('content-encoding', 'gzip').end(bomb)]
    expect((await failure()).reason).toBe('unreadable')
  })

  it('is not filled by headers', async () => {
    const { failure } = open()
    vendor.answers = [(_request, response) => void response.setHeader('x-long', 'a'.repeat(1_000_000)).end('{}')]
    expect((await failure()).reason).toBe('unreachable')
  })

  it('bears JSON that is nested as deep as a body may be', async () => {
    const { ask } = open({ maxBytes: 2_000_000 })
    const deep = `${'['.repeat(900_000)}${']'.repeat(900_000)}`
    vendor.answers = [(_request, response) => void response.end(deep)]
    expect(await ask({ read: ({ json: body }) => Array.isArray(body) })).toBe(true)
  })
})
