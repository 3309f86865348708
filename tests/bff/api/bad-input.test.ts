import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InjectOptions } from 'fastify'
import { Problem } from '../../../src/contract/problem.ts'
import { startWecom, type WecomVendor } from '../../../src/sandbox/vendors/wecom/index.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { createWorld } from '../../../src/sandbox/world/create-world.ts'
import { publicOrigin, startBff, type TestBff } from '../../support/start-bff.ts'
import { clockOf } from '../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
let wecom: WecomVendor
let bff: TestBff
let cookie: string

beforeAll(async () => {
  wecom = await startWecom({ world: createWorld({ now }), clock: clockOf(() => now), publicOrigin })
  bff = await startBff({ environment: wecom.environment, wecomUrl: wecom.url, clock: clockOf(() => now) })
  cookie = await bff.signIn(cast.salesperson)
})

afterAll(async () => {
  await bff.close()
  await wecom.close()
})

const send = (options: InjectOptions) => bff.app.inject({ ...options, headers: { cookie, ...options.headers } })

async function problemOf(options: InjectOptions) {
  const answer = await send(options)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.headers['x-request-id']).toBe(answer.json().requestId)
  const problem = Problem.parse(answer.json())
  expect(problem.status).toBe(answer.statusCode)
  return { ...problem, headers: answer.headers, body: answer.body }
}

const contact = `/api/contacts/${cast.seedContact}`

describe('ids and queries', () => {
  it.each([
    ['an id of another kind', '/api/contacts/wrSomeGroup', 'params.externalUserId'],
    ['an id with a slash', '/api/contacts/wm%2F..%2Fsession', 'params.externalUserId'],
    ['an id with markup', '/api/contacts/wm%3Cscript%3E', 'params.externalUserId'],
    ['an id that is too long', `/api/contacts/wm${'a'.repeat(200)}`, 'params.externalUserId'],
    ['a null byte', '/api/contacts/wm%00', 'params.externalUserId'],
    ['a group of another kind', '/api/chats/wmSomebody', 'params.chatId'],
    ['an unknown status', `${contact}/todos?status=zzq-open`, 'query.status'],
    ['two statuses', `${contact}/todos?status=open&status=done`, 'query.status'],
    ['a limit of nothing', `${contact}/todos?limit=0`, 'query.limit'],
    ['a limit too high', `${contact}/todos?limit=201`, 'query.limit'],
    ['a limit that is no number', `${contact}/todos?limit=zzq`, 'query.limit'],
    ['an unknown mine', `${contact}/todos?mine=zzq`, 'query.mine'],
    ['candidates of no source', `${contact}/link-candidates`, 'query.source'],
    ['candidates of a source without customers', `${contact}/link-candidates?source=tanma`, 'query.source'],
    ['a search that is too long', `${contact}/link-candidates?source=youmi&q=${'a'.repeat(101)}`, 'query.q'],
  ])('refuses %s, naming the field', async (_name, url, field) => {
    const problem = await problemOf({ url })
    expect(problem).toMatchObject({ code: 'bad_request', status: 400, detail: field })
    expect(problem.body).not.toMatch(/zzq|script|aaaa/)
  })

  it.each([
    ['PUT', `${contact}/links/tanma/1`],
    ['PUT', `${contact}/links/youmi/${encodeURIComponent('a b')}`],
    ['DELETE', `${contact}/links/nobody/1`],
  ] as const)('refuses %s %s', async (method, url) => {
    expect(await problemOf({ method, url })).toMatchObject({ code: 'bad_request', status: 400 })
  })

  it('refuses an address that cannot be decoded', async () => {
    expect(await problemOf({ url: '/api/contacts/wm%E0%A4%A' })).toMatchObject({ code: 'bad_request', status: 400 })
  })

  it('refuses a cursor that is too long as one that is not ours', async () => {
    const url = `${contact}/todos?cursor=${'a'.repeat(501)}`
    expect(await problemOf({ url })).toMatchObject({ code: 'bad_cursor', status: 400 })
  })
})

describe('addresses and methods', () => {
  it.each(['/api/nothing', '/api/', '/nothing', '/api/contacts/a/b/c'])('does not know %s', async (url) => {
    expect(await problemOf({ url })).toMatchObject({ code: 'not_found', status: 404 })
  })

  it.each([
    ['POST', '/api/session', 'GET, HEAD'],
    ['DELETE', contact, 'GET, HEAD'],
    ['GET', '/api/wecom/signature', 'POST'],
    ['GET', '/auth/logout', 'POST'],
    ['POST', '/auth/login', 'GET, HEAD'],
    ['GET', `${contact}/links/youmi/1?x=1`, 'DELETE, PUT'],
    ['PATCH', '/', 'GET, HEAD'],
  ] as const)('does not take %s %s', async (method, url, allow) => {
    const problem = await problemOf({ method, url })
    expect(problem).toMatchObject({ code: 'method_not_allowed', status: 405 })
    expect(String(problem.headers.allow).split(', ').toSorted().join(', ')).toBe(allow)
  })
})

const sign = (payload: string | object, headers: Record<string, string> = {}): InjectOptions => ({
  method: 'POST',
  url: '/api/wecom/signature',
  headers: { 'content-type': 'application/json', ...headers },
  payload,
})

describe('bodies', () => {
  it.each([
    ['no body', ''],
    ['no JSON', '{"url": zzq'],
    ['another shape', '[]'],
    ['another type', '{"url": 7}'],
    ['a field too many', '{"url": "http://localhost:8080/", "zzq": 1}'],
    ['a poisoned prototype', '{"__proto__": {"url": "zzq"}}'],
    ['an address too long', JSON.stringify({ url: `${publicOrigin}/${'a'.repeat(2048)}` })],
  ])('refuses %s', async (_name, payload) => {
    const problem = await problemOf(sign(payload))
    expect(problem).toMatchObject({ code: 'bad_request', status: 400 })
    expect(problem.body).not.toContain('zzq')
  })

  it('refuses a body that is too large', async () => {
    const problem = await problemOf(sign(JSON.stringify({ url: 'a'.repeat(20_000) })))
    expect(problem).toMatchObject({ code: 'body_too_large', status: 413 })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'zzq'])('refuses %s', async (type) => {
    const problem = await problemOf(sign('url=x', { 'content-type': type }))
    expect(problem).toMatchObject({ code: 'unsupported_body', status: 415 })
    expect(problem.body).not.toContain('zzq')
  })
})

it('waits for nobody who never sends all of a request', () => {
  expect(bff.app.server.requestTimeout).toBe(20_000)
})

describe('the address to sign', () => {
  it('is signed without its hash', async () => {
    const answer = await send(sign({ url: `${publicOrigin}/?a=1&b=%20#/board` }))
    expect(answer.statusCode).toBe(200)
    const { corpId, agentId, url, timestamp, nonceStr, signature } = answer.json() as Record<string, string>
    expect(url).toBe(`${publicOrigin}/?a=1&b=%20`)
    const config = { corpid: corpId, agentid: agentId, timestamp: String(timestamp), nonceStr, signature }
    expect(wecom.judgeAgentConfig({ ...config, jsApiList: [] } as never, String(url)).err_msg).toBe('agentConfig:ok')
  })

  it.each([
    'https://evil.example/',
    'http://localhost:8080.evil.example/',
    'http://localhost:8080@evil.example/',
    'http://user:pass@localhost:8080/',
    'http://localhost:80801/',
    'https://localhost:8080/',
    'http://localhost/',
    '//localhost:8080/',
    '/',
    'javascript:alert(1)',
    'http://localhost:8080/a b',
    'http://localhost:8080/\n',
    '',
  ])('is not %j', async (url) => {
    expect(await problemOf(sign({ url }))).toMatchObject({ code: 'foreign_url', status: 400 })
  })
})

describe('foreign pages', () => {
  it.each([
    ['their origin', { origin: 'https://evil.example' }],
    ['no origin at all', { origin: 'null' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: publicOrigin }],
  ])('change nothing with %s', async (_name, headers) => {
    const answers = [
      problemOf({ method: 'POST', url: '/auth/logout', headers }),
      problemOf({ method: 'PUT', url: `${contact}/links/youmi/x`, headers }),
      problemOf(sign({ url: `${publicOrigin}/` }, headers)),
    ]
    for (const problem of await Promise.all(answers))
      expect(problem).toMatchObject({ code: 'foreign_origin', status: 403 })
  })

  it('may be where somebody comes from', async () => {
    expect((await send({ url: '/', headers: { 'sec-fetch-site': 'cross-site' } })).statusCode).toBe(200)
  })
})
