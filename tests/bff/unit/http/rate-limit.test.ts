import Fastify from 'fastify'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sendProblem } from '../../../../src/bff/http/problem-reply.ts'
import { byAddress, registerRates } from '../../../../src/bff/http/rate-limit.ts'

const max = 3

/** An app that lets each address call three times a minute. */
async function start(perf?: { now(): number }) {
  const app = Fastify()
  app.setErrorHandler(sendProblem)
  await registerRates(app, perf)
  app.get('/', { config: { rateLimit: { max, keyGenerator: byAddress('test') } } }, () => 'ok')
  return (remoteAddress = '203.0.113.7') => app.inject({ url: '/', remoteAddress })
}

describe('a limit', () => {
  it('refuses what is more, says when to come back, and leaves others alone', async () => {
    const ask = await start({ now: () => 1 })
    for (let call = 0; call < max; call += 1) expect((await ask()).statusCode).toBe(200)
    const refused = await ask()
    expect(refused.json()).toMatchObject({ code: 'rate_limited', retryAfter: 60 })
    expect(refused.headers['retry-after']).toBe('60')
    expect((await ask('203.0.113.8')).statusCode).toBe(200)
  })

  it('ends a minute after the first call, however many come', async () => {
    const perf = { at: 1, now: () => perf.at }
    const ask = await start(perf)
    for (let call = 0; call < 10; call += 1) await ask()
    perf.at += 59_500
    expect((await ask()).headers['retry-after']).toBe('1')
    perf.at += 501
    expect((await ask()).statusCode).toBe(200)
  })
})

describe('a wall clock that is set back by eight hours', () => {
  afterEach(() => vi.useRealTimers())

  it('keeps no caller out for longer than a minute', async () => {
    const now = Date.parse('2026-11-20T10:00:00+08:00')
    vi.useFakeTimers({ toFake: ['Date'], now })
    const ask = await start()
    for (let call = 0; call < max; call += 1) await ask()
    vi.setSystemTime(now - 8 * 3_600_000)
    const refused = await ask()
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  })
})
