import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { jsonBody, rawBody } from '../../src/sandbox/vendors/body.ts'
import { startVendor } from '../../src/sandbox/vendors/start-vendor.ts'
import type { Vendor } from '../../src/sandbox/vendors/vendor.ts'
import { send } from '../../src/sandbox/vendors/vendor-faults.ts'
import { createTestClock } from '../support/clock.ts'

const time = createTestClock()
let vendor: Vendor
beforeEach(async () => {
  vendor = await startVendor({
    name: 'youmi',
    clock: time.clock,
    slowMs: 30,
    voice: { refusal: () => ({ body: { code: -1 } }) },
    routes(app) {
      app.post('/echo', { config: { operation: 'echo' } }, async (request, reply) =>
        send(reply, { body: { raw: rawBody(request), parsed: jsonBody(request) } }),
      )
      app.get('/page', { config: { isFaultless: true } }, async () => 'a page')
    },
  })
})
afterEach(() => vendor.close())

const echo = (body = '{"name": "侧边台"}', headers: Record<string, string> = {}) =>
  fetch(`${vendor.url}/echo`, { method: 'POST', body, headers })

test('listens on loopback alone, without a slash at the end', () => {
  expect(vendor.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('keeps the raw body, spaces and all, whatever its type', async () => {
  for (const type of ['application/json', 'text/plain', 'application/octet-stream'])
    expect(await (await echo(undefined, { 'Content-Type': type })).json()).toEqual({
      raw: '{"name": "侧边台"}',
      parsed: { name: '侧边台' },
    })
  expect(await (await echo('')).json()).toEqual({ raw: '', parsed: null })
})

test('logs what it saw: operation, time and body', async () => {
  await echo()
  await echo('a=1', { 'Content-Type': 'application/x-www-form-urlencoded' })
  await fetch(`${vendor.url}/page`)
  expect(vendor.seen).toEqual([
    { operation: 'echo', at: time.now(), body: { name: '侧边台' } },
    { operation: 'echo', at: time.now(), body: { a: '1' } },
  ])
})

test('tells its routes', () => {
  expect(vendor.routes).toEqual(['POST /echo', 'GET /page'])
})

describe('faults', () => {
  test('slow answers rightly, but late', async () => {
    vendor.fault = 'slow'
    const started = performance.now()
    expect((await echo()).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThanOrEqual(29)
  })

  test('a vendor that is slow can be closed without waiting for it', async () => {
    vendor.fault = 'slow'
    vendor.slowMs = 60_000
    const answer = echo().catch(() => 'cut off')
    await expect.poll(() => vendor.seen.length).toBe(1)
    await vendor.close()
    expect(await answer).toBeDefined()
  })

  test('down breaks the connection', async () => {
    vendor.fault = 'down'
    await expect(echo()).rejects.toThrow('fetch failed')
  })

  test('refusing is the vendor’s own envelope', async () => {
    vendor.fault = 'refusing'
    expect(await (await echo()).json()).toEqual({ code: -1 })
  })

  test('garbage is HTTP 200: a page of HTML, then JSON that ends in the middle', async () => {
    vendor.fault = 'garbage'
    const first = await echo()
    expect(first.status).toBe(200)
    expect(await first.text()).toContain('<html>')
    const second = await echo()
    expect(second.status).toBe(200)
    const text = await second.text()
    expect(text.startsWith('{"raw"')).toBe(true)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  })

  test('rate limited is HTTP 429 with the seconds to wait', async () => {
    vendor.fault = 'rate_limited'
    const response = await echo()
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('7')
  })

  test('a fault ends when it is switched off, and never touches what is no API', async () => {
    vendor.fault = 'down'
    expect(await (await fetch(`${vendor.url}/page`)).text()).toBe('a page')
    vendor.fault = 'none'
    expect((await echo()).status).toBe(200)
  })
})
