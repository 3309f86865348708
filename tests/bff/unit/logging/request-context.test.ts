import { EventEmitter, once } from 'node:events'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import Fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../../../../src/bff/metrics/index.ts'
import { createObserver } from '../../../../src/bff/metrics/observe.ts'
import { rememberRequests, runAs, workContext } from '../../../../src/bff/logging/request-context.ts'
import { createHttp } from '../../../../src/bff/upstream/http.ts'
import { policies } from '../../../support/policies.ts'
import { systemClock } from '../../../../src/bff/clock.ts'

type Line = Record<string, unknown>

function createLog() {
  const lines: { level: string; line: Line }[] = []
  const at = (level: string) => (line: Line) => void lines.push({ level, line })
  return { lines, log: { debug: at('debug'), warn: at('warn') } as never }
}

describe('a call to a vendor', () => {
  let server: Server
  let url: string
  let status = 200

  beforeEach(async () => {
    server = createServer((_request, response) => void response.writeHead(status).end('{}')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`
  })
  afterEach(() => void server.close())

  function createCaller(retries: number) {
    const { lines, log } = createLog()
    const policy = { ...policies.youmi, concurrency: 1, retries, backoffMs: 1 }
    const http = createHttp({
      source: 'youmi',
      policy,
      clock: systemClock,
      observe: createObserver(createMetrics(), log),
    })
    const ask = (operation: string) =>
      http(
        { operation, isRead: true, request: () => ({ method: 'GET', url }), read: ({ json }) => json },
        AbortSignal.timeout(5000),
      )
    return { lines, ask, close: http.close }
  }

  it('is logged under the request that asked, even when it had to wait for another', async () => {
    status = 200
    const { lines, ask, close } = createCaller(0)
    await Promise.all(['a', 'b', 'c'].map((requestId) => runAs({ requestId }, () => ask(`for-${requestId}`))))
    expect(lines.map(({ level, line }) => [level, line['operation'], line['requestId']])).toEqual([
      ['debug', 'for-a', 'a'],
      ['debug', 'for-b', 'b'],
      ['debug', 'for-c', 'c'],
    ])
    await close()
  })

  it('is logged loudly where it fails, by facts alone, each attempt with the mirror that asked', async () => {
    status = 500
    const { lines, ask, close } = createCaller(1)
    await runAs({ mirror: 'field-tasks' }, () => ask('queryTask').catch(() => null))
    const facts = { source: 'youmi', operation: 'queryTask', outcome: 'unreachable', mirror: 'field-tasks' }
    expect(lines).toEqual([
      { level: 'warn', line: { ...facts, attempt: 1, ms: expect.any(Number) } },
      { level: 'warn', line: { ...facts, attempt: 2, ms: expect.any(Number) } },
    ])
    expect(JSON.stringify(lines)).not.toContain('secret-path')
    await close()
  })
})

describe('a request', () => {
  it('keeps its id when the rest of its body arrives late, beside those of others', async () => {
    const app = Fastify({ genReqId: (raw) => String(raw.headers['x-number']) })
    const begun = new EventEmitter()
    rememberRequests(app)
    app.addHook('preParsing', async (asked) => void setImmediate(() => begun.emit(String(asked.id))))
    app.post('/', async () => ({ ...workContext() }))
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo

    const send = async (number: string): Promise<unknown> => {
      const headers = { 'content-type': 'application/json', 'x-number': number }
      const asking = request({ method: 'POST', port, host: '127.0.0.1', headers })
      const isBegun = once(begun, number)
      asking.write('{"a":')
      await isBegun
      asking.end(`${number}}`)
      const [answer] = (await once(asking, 'response')) as [IncomingMessage]
      return json(answer)
    }
    const numbers = ['1', '2', '3', '4', '5']
    expect(await Promise.all(numbers.map(send))).toEqual(numbers.map((requestId) => ({ requestId })))
    await app.close()
  })

  it('is nobody’s outside any work', () => {
    expect(workContext()).toEqual({})
  })
})
