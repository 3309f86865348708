import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { endpoints, type Call } from '../../../../src/contract/endpoint.ts'
import { sendProblem } from '../../../../src/bff/http/problem-reply.ts'
import { createCalls, registerRoutes, type Handlers } from '../../../../src/bff/http/route.ts'

const staff = { userid: 'mengxiangyu', name: '孟祥宇' }
const session = { staff, corpId: 'ww1', agentId: '7', sources: [], panels: [], build: 'b' }

const nobody = async (): Promise<never> => {
  throw new TypeError('no such handler here')
}

/** An app with these handlers alone; the others fail. */
function start(some: Partial<Record<Call, (input: never) => Promise<unknown>>>, timeoutMs = 5000) {
  const logged: string[] = []
  const log: FastifyBaseLogger = pino({}, { write: (line: string) => void logged.push(line) })
  const app: FastifyInstance = Fastify({ loggerInstance: log })
  app.setErrorHandler(sendProblem)
  const others = Object.fromEntries(Object.keys(endpoints).map((call) => [call, nobody]))
  const handlers = { ...others, ...some } as unknown as Handlers
  registerRoutes(app, createCalls({ table: endpoints, handlers, staffOf: () => staff, timeoutMs }))
  return { app, logged }
}

it('sends what keeps the contract', async () => {
  const { app } = start({ 'GET /api/session': async () => session })
  expect((await app.inject('/api/session')).json()).toEqual(session)
})

it('never sends what breaks the contract, and logs which field it was', async () => {
  const answer = { ...session, staff: { userid: 7, name: 'hunter2' } }
  const { app, logged } = start({ 'GET /api/session': async () => answer })
  const response = await app.inject('/api/session')
  expect(response.statusCode).toBe(500)
  expect(response.json()).toMatchObject({ code: 'internal' })
  expect(response.body).not.toContain('hunter2')
  expect(logged.join('')).toContain('GET /api/session: the answer breaks the contract')
  expect(logged.join('')).toContain('userid')
  expect(logged.join('')).not.toContain('hunter2')
})

it('sends no field that the contract does not know', async () => {
  const { app } = start({ 'GET /api/session': async () => ({ ...session, hunter2: 1 }) })
  expect((await app.inject('/api/session')).statusCode).toBe(500)
})

it('answers 204 where there is nothing to say', async () => {
  const { app } = start({ 'DELETE /api/contacts/:externalUserId/links/:source/:sourceId': async () => null })
  const response = await app.inject({ method: 'DELETE', url: '/api/contacts/wmX/links/youmi/wxid_1' })
  expect(response.statusCode).toBe(204)
  expect(response.body).toBe('')
})

it('hands the handler what was parsed, defaults and all', async () => {
  let seen: unknown
  const { app } = start({
    'GET /api/contacts/:externalUserId/todos': async (input) => {
      seen = input
      throw new TypeError('enough')
    },
  })
  const headers = { 'cache-control': 'no-cache' }
  await app.inject({ url: '/api/contacts/wmX/todos?limit=7&zzq=1', headers })
  expect(seen).toMatchObject({ params: { externalUserId: 'wmX' }, staff, refresh: true })
  expect((seen as { query: unknown }).query).toEqual({ status: 'open', limit: 7 })
})

it('ends a call that nobody answers, and tells the handler', async () => {
  let signal: AbortSignal | undefined
  const hang = (input: { signal: AbortSignal }) => {
    signal = input.signal
    return new Promise<never>(() => undefined)
  }
  const { app } = start({ 'GET /api/session': hang as never }, 20)
  const response = await app.inject('/api/session')
  expect(response.statusCode).toBe(504)
  expect(response.json()).toMatchObject({ code: 'upstream_timeout' })
  expect(signal?.aborted).toBe(true)
})

it('tells the handler that the browser has gone', async () => {
  let tell: (reason: string) => void = () => undefined
  const told = new Promise<string>((resolve) => {
    tell = resolve
  })
  const browser = new AbortController()
  const hang = ({ signal }: { signal: AbortSignal }) => {
    signal.addEventListener('abort', () => tell('aborted'))
    browser.abort()
    return new Promise<never>(() => undefined)
  }
  const { app, logged } = start({ 'GET /api/session': hang as never })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  await expect(fetch(`${origin}/api/session`, { signal: browser.signal })).rejects.toThrow('aborted')
  expect(await told).toBe('aborted')
  await app.close()
  expect(logged.filter((line) => line.includes('"bug"'))).toEqual([])
})
