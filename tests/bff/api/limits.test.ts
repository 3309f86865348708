import { mkdtemp, rm } from 'node:fs/promises'
import { request as send, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '../../../src/contract/problem.ts'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const clock = clockOf(() => now)
let wecom: WecomVendor
let bff: TestBff
let cookie: string

const start = (environment: Record<string, string>) =>
  startBff({ environment: { ...wecom.environment, ...environment }, wecomUrl: wecom.url, clock })

beforeAll(async () => {
  wecom = await startWecom({ world: createWorld({ now }), clock, publicOrigin })
  bff = await start({})
  cookie = await bff.signIn(cast.salesperson)
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

describe('two instances on one store', () => {
  let folder: string
  let both: [TestBff, TestBff]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sidedesk-rates-'))
    const environment = {
      DATABASE_URL: `file:${join(folder, 'shared.db')}`,
      RATE_LIMIT_CALLS: '50',
      RATE_LIMIT_STRANGERS: '50',
    }
    both = [await start(environment), await start(environment)]
  })
  afterAll(async () => {
    await Promise.all(both.map((each) => each.close()))
    await rm(folder, { recursive: true, force: true })
  })

  /** Makes sixty calls to each instance, in turn. Returns how many calls each let through, and the last answer. */
  async function flood(options: InjectOptions) {
    const passed = [0, 0]
    let last
    for (let round = 0; round < 60; round += 1) {
      for (const [index, { app }] of both.entries()) {
        last = await app.inject(options)
        if (last.statusCode !== 429) passed[index] = (passed[index] ?? 0) + 1
      }
    }
    return { passed, last }
  }

  it('let a salesperson through as often as the limit says, each for itself', async () => {
    const mine = await both[0].signIn(cast.salesperson)
    const { passed, last } = await flood({ url: '/api/session', headers: { cookie: mine } })
    expect(passed).toEqual([50, 50])
    expect(last?.json()).toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) })
  })

  it('count a salesperson everywhere, not in the calls of the page alone', async () => {
    const mine = await both[0].signIn(cast.colleague)
    const { passed } = await flood({ url: '/', headers: { cookie: mine } })
    expect(passed[0]).toBeLessThanOrEqual(50)
    expect((await both[0].app.inject({ url: '/api/session', headers: { cookie: mine } })).statusCode).toBe(429)
  })

  it('do not count what comes from their own network without a session', async () => {
    const { passed } = await flood({ url: '/api/session', remoteAddress: '10.3.2.1' })
    expect(passed).toEqual([60, 60])
  })

  it('let strangers of one address through no more often either, and leave those of another alone', async () => {
    const url = '/api/session'
    const { passed } = await flood({ url, remoteAddress: '203.0.113.7' })
    expect(passed).toEqual([50, 50])
    expect((await both[0].app.inject({ url, remoteAddress: '203.0.113.8' })).statusCode).toBe(401)
  })

  it('count a network of IPv6 as one address', async () => {
    const ask = (host: number) => both[0].app.inject({ url: '/api/session', remoteAddress: `2001:db8:1:2::${host}` })
    const statuses: number[] = []
    for (let host = 1; host <= 60; host += 1) statuses.push((await ask(host)).statusCode)
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  })

  it('always say how they are', async () => {
    for (const url of ['/healthz', '/readyz'])
      expect((await both[0].app.inject({ url, remoteAddress: '2001:db8:1:2::1' })).statusCode).toBe(200)
  })
})

describe('where a call comes from', () => {
  const publicly = { 'x-forwarded-for': '203.0.113.7' }
  const statusOf = async ({ app }: TestBff, remoteAddress: string, headers = {}) =>
    (await app.inject({ url: '/metrics', remoteAddress, headers })).statusCode

  it('is what a trusted proxy says, and the internet where another one forwards', async () => {
    const strict = await start({ TRUSTED_PROXIES: '10.9.9.9, 192.168.7.0/24' })
    expect(await statusOf(strict, '10.1.1.1')).toBe(200)
    expect(await statusOf(strict, '10.1.1.1', publicly)).toBe(404)
    expect(await statusOf(strict, '10.1.1.1', { 'x-forwarded-for': '10.2.2.2' })).toBe(404)
    expect(await statusOf(strict, '10.9.9.9', publicly)).toBe(404)
    expect(await statusOf(strict, '192.168.7.5', { 'x-forwarded-for': '10.2.2.2' })).toBe(200)
    await strict.close()
    expect(await statusOf(bff, '10.1.1.1', { 'x-forwarded-for': '10.2.2.2' })).toBe(200)
    expect(await statusOf(bff, '203.0.113.7', { 'x-forwarded-for': '10.2.2.2' })).toBe(404)
  })

  it('decides who hears how the mirrors do', async () => {
    const ask = async (remoteAddress: string) =>
      (await bff.app.inject({ url: '/readyz', remoteAddress })).json<object>()
    expect(await ask('127.0.0.1')).toMatchObject({ status: 'ok', mirrors: expect.any(Array) })
    expect(await ask('203.0.113.7')).toEqual({ status: 'ok' })
  })
})

describe('changes', () => {
  const change = { method: 'POST', url: '/api/wecom/signature', payload: { url: `${publicOrigin}/` } } as const

  it('are refused with a session that does not say where they come from', async () => {
    const answer = await bff.injectPlainly({ ...change, headers: { cookie } })
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'foreign_origin' })
  })

  it.each([
    ['Origin', { origin: publicOrigin }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }],
  ])('are made by our page, which says so by %s', async (_name, headers) => {
    expect((await bff.injectPlainly({ ...change, headers: { cookie, ...headers } })).statusCode).toBe(200)
  })

  it('need a session, whatever a stranger says', async () => {
    expect((await bff.injectPlainly(change)).statusCode).toBe(401)
  })

  it.each([
    ['another type', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['no type', ''],
  ])('bring JSON, not %s', async (_name, type) => {
    const headers = { cookie, ...(type ? { 'content-type': type } : {}) }
    for (const method of ['PUT', 'DELETE'] as const) {
      const answer = await bff.app.inject({ method, url: '/api/me/connections/yunzhong', headers, payload: 'a=1' })
      expect([answer.statusCode, answer.json<Problem>().code]).toEqual([415, 'unsupported_body'])
    }
  })
})

describe('excess', () => {
  it.each([
    ['an address that is too long', { url: `/api/session?a=${'a'.repeat(4100)}` }, 'url'],
    [
      'too many parameters',
      {
        url: `/api/session?${'a=1&b=2&c=3'.replaceAll(/\w/g, (c) => c.repeat(2))}&${Array.from({ length: 40 }, (_, index) => `p${index}=1`).join('&')}`,
      },
      'query',
    ],
  ])('is refused: %s', async (_name, options, detail) => {
    const answer = await bff.app.inject({ ...options, headers: { cookie } })
    expect(answer.json()).toMatchObject({ code: 'bad_request', status: 400, detail })
  })

  it('is refused in headers and cookies, with a Problem and every safe header, over a real socket', async () => {
    await bff.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = bff.app.server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(`GET /api/session HTTP/1.1\r\nhost: x\r\ncookie: a=${'a'.repeat(20_000)}\r\n\r\n`)
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await once(socket, 'close')
    const [head = '', body = ''] = text.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 400 /)
    expect(head).toContain('x-content-type-options: nosniff')
    expect(Problem.parse(JSON.parse(body))).toMatchObject({ code: 'bad_request', detail: 'headers' })
  })

  it('is refused with two hosts, of which a proxy might read the other', async () => {
    const { port } = bff.app.server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.write('GET /healthz HTTP/1.1\r\nhost: a\r\nHost: b\r\nconnection: close\r\n\r\n')
    let text = ''
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await once(socket, 'close')
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text).toContain('"detail":"host"')
  })

  it('leaves room for what a browser sends', async () => {
    const { port } = bff.app.server.address() as AddressInfo
    const headers = { cookie: `other=${'a'.repeat(8000)}; ${cookie}` }
    const request = send({ port, host: '127.0.0.1', path: '/api/session', headers }).end()
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    answer.resume()
    expect(answer.statusCode).toBe(200)
  })
})

describe('every answer', () => {
  const always = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-frame-options': 'DENY',
    'strict-transport-security': expect.stringMatching(/^max-age=31536000/),
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  }
  const html = { accept: 'text/html' }
  const inWecom = { 'user-agent': 'wxwork/4.1' }
  let secure: TestBff

  beforeAll(async () => {
    secure = await start({ PUBLIC_ORIGIN: 'https://desk.example.com', RATE_LIMIT_SIGN_INS: '2' })
    await secure.get('/auth/login')
    await secure.get('/auth/login')
  })
  afterAll(() => secure.close())

  it.each([
    ['the page', 200, { url: '/' }],
    ['a redirect', 302, { url: '/', headers: inWecom }],
    ['an asset', 200, { url: '/assets/main.js' }],
    ['a missing asset', 404, { url: '/assets/none.js' }],
    ['a folder', 404, { url: '/assets/' }],
    ['an unknown address', 404, { url: '/nothing' }],
    ['an unknown address, for people', 404, { url: '/nothing', headers: html }],
    ['a wrong method', 405, { method: 'DELETE', url: '/' }],
    ['a call without a session', 401, { url: '/api/session' }],
    ['a login that failed', 400, { url: '/auth/callback', headers: html }],
    ['a limit', 429, { url: '/auth/login' }],
    ['a foreign page', 403, { method: 'POST', url: '/auth/logout', headers: { origin: 'https://evil.example' } }],
    ['too long an address', 400, { url: `/?${'a'.repeat(5000)}` }],
    ['an address that cannot be decoded', 400, { url: '/api/contacts/wm%E0%A4%A' }],
    ['an id that is too long', 400, { url: `/api/contacts/${'a'.repeat(400)}` }],
    ['health', 200, { url: '/healthz' }],
    ['the description', 200, { url: '/api/openapi.json' }],
  ] as [string, number, InjectOptions][])('carries the safe headers: %s', async (_name, status, options) => {
    const answer = await secure.app.inject(options)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject(always)
  })
})
