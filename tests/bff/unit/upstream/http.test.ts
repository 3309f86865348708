import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError, UpstreamError } from '../../../../src/bff/errors.ts'
import { createHttp, type HttpCall } from '../../../../src/bff/upstream/http.ts'
import { policies } from '../../../support/policies.ts'
import type { HttpRequest } from '../../../../src/bff/upstream/send.ts'
import { cut, json, never, startVendor, status, type Vendor } from '../../../support/http-vendor.ts'
import { clockOf } from '../../../support/clock.ts'

let vendor: Vendor
let http: ReturnType<typeof createHttp>
let now = 0

beforeAll(async () => {
  vendor = await startVendor()
})
afterAll(() => vendor.close())

beforeEach(() => {
  now = Date.parse('2026-11-20T10:00:00+08:00')
  const policy = { ...policies.waiqin, timeoutMs: 300, maxBytes: 1000, retries: 2, backoffMs: 10 }
  http = createHttp({ source: 'waiqin', policy, clock: clockOf(() => now) })
  return () => http.close()
})

interface More extends Partial<HttpRequest> {
  isRead?: boolean
}

function call({ isRead = true, ...more }: More = {}, signal = new AbortController().signal) {
  const request = () => ({ method: 'GET', url: `${vendor.url}/secret?key=secret`, ...more }) as const
  const asking: HttpCall<unknown> = { operation: 'queryTask', isRead, request, read: (answer) => answer }
  return http(asking, signal)
}

async function failure(more: More = {}, signal?: AbortSignal): Promise<UpstreamError> {
  const error = await call(more, signal).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof UpstreamError)) throw new Error('an UpstreamError was expected')
  return error
}

describe('a call of an upstream', () => {
  it('gives the JSON of its answer, and the cookies that came with it', async () => {
    vendor.answers = [json({ a: 1 })]
    expect(await call()).toEqual({ json: { a: 1 } })
    vendor.answers = [json({ a: 1 }, { 'set-cookie': ['one=1', 'two=2'] })]
    expect(await call()).toEqual({ json: { a: 1 }, setCookies: ['one=1', 'two=2'] })
  })

  it('keeps the word of a refusal that is a problem, and nothing else of it', async () => {
    const problem = (body: string, type = 'application/problem+json; charset=utf-8') => {
      vendor.answers = [(_request, response) => void response.writeHead(403, { 'content-type': type }).end(body)]
      return failure()
    }
    const told = await problem('{"code":"not_allowed","detail":"the secret detail"}')
    expect(told).toMatchObject({ reason: 'refused', vendorCode: 'not_allowed' })
    expect(JSON.stringify({ ...told, message: told.message, cause: told.cause })).not.toContain('secret detail')
    const others = [
      '{"code":"Not Allowed"}',
      '{"code":7}',
      '{"code":null}',
      '["code"]',
      'not JSON',
      `{"code":"${'a'.repeat(41)}"}`,
      `{"code":"late","more":"${'x'.repeat(20_000)}"}`,
    ]
    for (const body of others) expect((await problem(body)).vendorCode).toBe('http 403')
    expect((await problem('{"code":"not_allowed"}', 'application/json')).vendorCode).toBe('http 403')
  })

  it('may be told in the vendor’s own words, before anything is paused for others', async () => {
    vendor.answers = [status(403, { 'retry-after': '60' }), json({})]
    const request = () => ({ method: 'GET', url: vendor.url }) as const
    const asking: HttpCall<unknown> = {
      operation: 'get',
      isRead: true,
      request,
      read: (answer) => answer,
      failure: () => new AppError('orders_not_allowed'),
    }
    await expect(http(asking, new AbortController().signal)).rejects.toMatchObject({ code: 'orders_not_allowed' })
    await expect(call()).resolves.toEqual({ json: {} })
  })

  it('reads JSON by the letter where that is asked for', async () => {
    const long: (typeof vendor.answers)[number] = (_request, response) =>
      void response.writeHead(200).end('{"id":1234567890123456789}')
    vendor.answers = [long]
    expect(await call()).toEqual({ json: { id: '1234567890123456789' } })
    const answer = (await call({ isExact: true })) as { json: { id: unknown } }
    expect(typeof answer.json.id).toBe('number')
  })

  it.each([
    [401, 'expired'],
    [403, 'refused'],
    [404, 'not_found'],
    [429, 'rate_limited'],
    [400, 'refused'],
  ] as const)('that is answered %i is %s, and not sent again', async (code, reason) => {
    vendor.answers = [status(code)]
    expect(await failure()).toMatchObject({ source: 'waiqin', operation: 'queryTask', reason })
    expect(vendor.asked).toBe(1)
  })

  it.each([301, 302, 303, 307, 308])('that is sent elsewhere by %i is refused, and goes nowhere', async (code) => {
    const elsewhere = await startVendor()
    elsewhere.answers = [json({ a: 1 })]
    vendor.answers = [status(code, { location: `${elsewhere.url}/steal` })]
    expect((await failure({ headers: { authorization: 'Bearer secret' } })).reason).toBe('refused')
    expect([vendor.asked, elsewhere.asked]).toEqual([1, 0])
    await elsewhere.close()
  })

  it.each([
    ['99999999999', 3600],
    ['-5', 0],
    ['Fri, 01 Jan 2100 00:00:00 GMT', 3600],
    ['Fri, 20 Nov 2026 02:00:20 GMT', 20],
    ['7', 7],
    ['zzq', 10],
    ['', 10],
  ])('believes no Retry-After of %j that would stop us for long', async (value, seconds) => {
    vendor.answers = [status(429, { 'retry-after': value })]
    expect((await failure()).retryAfterSeconds).toBe(seconds)
  })

  it('ends after its deadline, in the middle of a body too', async () => {
    vendor.answers = [never]
    expect((await failure()).reason).toBe('timeout')
    vendor.answers = [(_request, response) => void response.write('{"a":')]
    expect((await failure()).reason).toBe('timeout')
    expect(vendor.asked).toBe(1)
  })

  it('ends with the deadline of its caller as a timeout', async () => {
    vendor.answers = [never]
    expect(await failure({}, AbortSignal.timeout(50))).toMatchObject({ reason: 'timeout', operation: 'queryTask' })
  })

  it('ends with its caller’s own reason when he leaves', async () => {
    const caller = new AbortController()
    const reason = new Error('another chat')
    vendor.answers = [() => caller.abort(reason)]
    await expect(call({}, caller.signal)).rejects.toBe(reason)
    expect(vendor.asked).toBe(1)
    await expect(call({}, caller.signal)).rejects.toBe(reason)
    expect(vendor.asked).toBe(1)
  })

  it.each([
    ['no JSON', '<html>'],
    ['half of a JSON', '{"a":'],
    ['nothing', ''],
    ['more than anybody wants', `"${'a'.repeat(2000)}"`],
  ])('that is answered with %s is unreadable', async (_name, body) => {
    vendor.answers = [(_request, response) => void response.end(body)]
    expect((await failure()).reason).toBe('unreadable')
    expect(vendor.asked).toBe(1)
  })

  it('knows a page for people', async () => {
    vendor.answers = [(_request, response) => void response.setHeader('content-type', 'text/html').end('<html>')]
    expect(await failure()).toMatchObject({ reason: 'unreadable', vendorCode: 'html' })
  })

  it('takes keys that mean something to JavaScript for mere names', async () => {
    vendor.answers = [(_request, response) => void response.end('{"__proto__":{"polluted":1},"a":1}')]
    await call()
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('says nothing of the address in its message', async () => {
    vendor.answers = [cut]
    const error = await failure()
    expect(error.message).toBe('waiqin queryTask: unreachable')
    expect(String((error.cause as Error).message)).not.toContain('secret')
  })

  it.each([
    ['nobody listens', 'http://127.0.0.1:9/secret'],
    ['no name leads', 'http://nowhere.invalid/secret'],
  ])('reaches nobody where %s', async (_name, url) => {
    expect((await failure({ url })).reason).toBe('unreachable')
  })

  it('reaches nobody who does not speak TLS', async () => {
    expect((await failure({ url: vendor.url.replace('http:', 'https:') })).reason).toBe('unreachable')
  })
})
