import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { UpstreamError } from '../../../src/bff/errors.ts'
import { createHttp, type HttpCall } from '../../../src/bff/http.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let origin: string
let answers: Answer[] = []
let asked = 0
const http = createHttp({ source: 'waiqin', timeoutMs: 300, maxBytes: 1000, retries: 2 })

const json: Answer = (_request, response) => void response.end('{"a":1}')
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end('{"secret":1}')
const never: Answer = () => undefined
const cut: Answer = (request) => void request.socket.destroy()

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers[Math.min(asked, answers.length - 1)]
    asked += 1
    answer?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

beforeEach(() => {
  asked = 0
})

afterAll(async () => {
  await http.close()
  server.closeAllConnections()
  server.close()
})

function call(more: Partial<HttpCall> = {}, signal = new AbortController().signal) {
  return http(
    { operation: 'queryTask', method: 'GET', url: `${origin}/secret?key=secret`, isRead: true, ...more },
    signal,
  )
}

async function failure(more: Partial<HttpCall> = {}, signal?: AbortSignal): Promise<UpstreamError> {
  const error = await call(more, signal).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof UpstreamError)) throw new Error('an UpstreamError was expected')
  return error
}

describe('a call of an upstream', () => {
  it('gives the JSON of its answer', async () => {
    answers = [json]
    expect(await call()).toEqual({ status: 200, json: { a: 1 } })
  })

  it.each([
    [401, 'expired'],
    [403, 'refused'],
    [404, 'not_found'],
    [429, 'rate_limited'],
    [400, 'refused'],
    [302, 'refused'],
  ] as const)('that is answered %i is %s, and not sent again', async (code, reason) => {
    answers = [status(code, { location: `${origin}/elsewhere` })]
    expect(await failure()).toMatchObject({ source: 'waiqin', operation: 'queryTask', reason })
    expect(asked).toBe(1)
  })

  it('is sent again when it is a read that did not get through', async () => {
    answers = [cut, status(503), json]
    expect(await call()).toMatchObject({ json: { a: 1 } })
    expect(asked).toBe(3)
  })

  it('gives up after its retries', async () => {
    answers = [status(500)]
    expect((await failure()).reason).toBe('unreachable')
    expect(asked).toBe(3)
  })

  it('is sent only once when it is no read', async () => {
    answers = [status(500)]
    expect((await failure({ isRead: false, method: 'POST', body: '{}' })).reason).toBe('unreachable')
    expect(asked).toBe(1)
  })

  it('knows when to come back', async () => {
    answers = [status(429, { 'retry-after': '7' })]
    expect((await failure()).retryAfterSeconds).toBe(7)
  })

  it.each([
    ['99999999999', 3600],
    ['-5', 0],
    ['Fri, 01 Jan 2100 00:00:00 GMT', 3600],
    ['zzq', undefined],
    ['', undefined],
  ])('believes no Retry-After of %j that would stop us for long', async (value, seconds) => {
    answers = [status(429, { 'retry-after': value })]
    expect((await failure()).retryAfterSeconds).toBe(seconds)
  })

  it('ends after its deadline, in the middle of a body too', async () => {
    answers = [never]
    expect((await failure()).reason).toBe('timeout')
    answers = [(_request, response) => void response.write('{"a":')]
    asked = 0
    expect((await failure()).reason).toBe('timeout')
  })

  it('ends when the caller goes away', async () => {
    const caller = new AbortController()
    answers = [() => caller.abort()]
    expect((await failure({}, caller.signal)).reason).toBe('timeout')
    expect(asked).toBe(1)
  })

  it.each([
    ['no JSON', '<html>'],
    ['half of a JSON', '{"a":'],
    ['nothing', ''],
    ['more than anybody wants', `"${'a'.repeat(2000)}"`],
  ])('that is answered with %s is unreadable', async (_name, body) => {
    answers = [(_request, response) => void response.end(body)]
    expect((await failure()).reason).toBe('unreadable')
    expect(asked).toBe(1)
  })

  it('says nothing of the address in its message', async () => {
    answers = [cut]
    const error = await failure()
    expect(error.message).toBe('waiqin queryTask: unreachable')
    expect(String((error.cause as Error).message)).not.toContain('secret')
  })

  it('reaches nobody where nobody listens', async () => {
    expect((await failure({ url: 'http://127.0.0.1:9/secret' })).reason).toBe('unreachable')
  })
})
