import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { startBff } from '../../support/start-bff.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { clockOf } from '../../support/clock.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: WorkBench
let cookie: string

beforeAll(async () => {
  bench = await startWork({ clock: clockOf(() => now) })
  cookie = await bench.bff.signIn(cast.salesperson)
  await bench.bff.get(`/api/contacts/${cast.seedContact}/todos`, cookie)
  await bench.bff.get(`/api/contacts/${cast.seedContact}`, cookie)
  await bench.bff.get('/api/session')
  await bench.bff.get('/api/nothing/of/ours?secret=hunter2', cookie)
})

afterAll(() => bench.close())

interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

function parseSample(line: string): Sample {
  const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
  if (name === '') throw new Error(`no sample: ${line}`)
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text] as const)
  return { name, labels: Object.fromEntries(pairs), value: Number(value) }
}

async function read(): Promise<{ text: string; find(name: string, labels?: object): Sample[] }> {
  const answer = await bench.bff.get('/metrics')
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4')
  const lines = answer.body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const samples = lines.map(parseSample)
  const matches = (sample: Sample, labels: object) =>
    Object.entries(labels).every(([key, value]) => sample.labels[key] === value)
  return {
    text: answer.body,
    find: (name, labels = {}) => samples.filter((sample) => sample.name === name && matches(sample, labels)),
  }
}

describe('the metrics', () => {
  it('count requests by route, method, status and code', async () => {
    const { find } = await read()
    const route = '/api/contacts/:externalUserId/todos'
    expect(find('sidedesk_http_requests_total', { route, method: 'GET', status: '200', code: '' })[0]?.value).toBe(1)
    const refused = { route: '/api/session', status: '401', code: 'unauthenticated' }
    expect(find('sidedesk_http_requests_total', refused)[0]?.value).toBe(1)
    expect(find('sidedesk_http_request_seconds_count', { route })[0]?.value).toBe(1)
  })

  it('put every unknown address under one name', async () => {
    const { find, text } = await read()
    expect(find('sidedesk_http_requests_total', { route: 'none', method: 'any', code: 'not_found' })).toHaveLength(1)
    expect(text).not.toContain('hunter2')
  })

  it('tell rows and lag of every mirror', async () => {
    const { find } = await read()
    const mirrors = (await bench.bff.sources.progress()).map(({ name }) => name).toSorted()
    expect(mirrors.length).toBeGreaterThan(2)
    const named = (name: string) =>
      find(name)
        .map(({ labels }) => labels['mirror'] ?? '')
        .toSorted()
    expect(named('sidedesk_mirror_rows')).toEqual(mirrors)
    expect(named('sidedesk_mirror_lag_seconds')).toEqual(mirrors)
    expect(find('sidedesk_mirror_failing')).toEqual([])
  })

  it('count calls to vendors by source, operation and outcome, with their time', async () => {
    const { find } = await read()
    const asked = { source: 'wecom', operation: 'externalcontact/get' }
    const [calls] = find('sidedesk_vendor_calls_total', { ...asked, outcome: 'ok' })
    expect(calls?.value).toBeGreaterThan(0)
    expect(find('sidedesk_vendor_call_seconds_count', asked)[0]?.value).toBe(calls?.value)
  })

  it('tell a vendor that fails, the state of its breaker, and whom the failure met', async () => {
    const { vendors } = bench.simulators
    vendors.youmi.fault = 'down'
    const hers = await bench.bff.signIn(cast.colleague)
    const answer = await bench.bff.get('/api/me/todos', hers)
    vendors.youmi.fault = 'none'
    const { find } = await read()
    const failed = { source: 'youmi', outcome: 'unreachable' }
    expect(find('sidedesk_vendor_calls_total', failed)[0]?.value).toBeGreaterThan(0)
    for (const source of ['wecom', 'youmi', 'waiqin', 'tanma', 'yunzhong'])
      expect(find('sidedesk_breaker_state', { source }).map(({ value }) => value)).toContain(1)
    const lines = bench.bff.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
    const line = lines.find(({ msg, source }) => msg === 'vendor call failed' && source === 'youmi')
    expect(line?.['requestId']).toBe(answer.headers['x-request-id'])
  })

  it('tell how often memory answered', async () => {
    const { find } = await read()
    const reads = (cache: string, result: string) => find('sidedesk_cache_reads_total', { cache, result })[0]?.value
    expect(reads('contact', 'miss')).toBe(1)
    expect(reads('contact', 'hit')).toBe(1)
    expect(reads('todos', 'miss')).toBeGreaterThan(0)
  })

  it('know the process', async () => {
    const { find } = await read()
    expect(find('nodejs_eventloop_lag_p99_seconds')).toHaveLength(1)
    expect(find('nodejs_heap_size_used_bytes')[0]?.value).toBeGreaterThan(1_000_000)
  })

  it('hold no id, no address and no secret', async () => {
    const { text } = await read()
    const { environment } = bench.simulators
    const secrets = Object.entries(environment).flatMap(([name, value]) =>
      /SECRET|KEY|TOKEN|PASSWORD|URL|CORP_ID|OPENID/.test(name) && value.length > 3 ? [value] : [],
    )
    expect(secrets.length).toBeGreaterThan(6)
    const ids = [cast.salesperson, cast.seedContact, cookie.split('=')[1] ?? '', '127.0.0.1']
    for (const each of [...secrets, ...ids]) expect(text).not.toContain(each)
  })
})

describe('who may read the metrics', () => {
  it.each([
    ['this machine', '127.0.0.1', 200],
    ['the private network', '10.3.2.1', 200],
    ['a private IPv6 address', 'fd12::1', 200],
    ['the internet', '203.0.113.7', 404],
    ['the internet by IPv6', '2001:db8::7', 404],
    ['the network next to a private one', '172.32.0.1', 404],
  ])('without a token: %s', async (_name, remoteAddress, status) => {
    const answer = await bench.bff.app.inject({ url: '/metrics', remoteAddress })
    expect(answer.statusCode).toBe(status)
  })

  it.each([
    ['the internet behind our proxy', '203.0.113.7'],
    ['a liar behind our proxy', '127.0.0.1, 203.0.113.7'],
    ['something that is no address', 'unknown'],
  ])('not %s', async (_name, forwarded) => {
    const answer = await bench.bff.get('/metrics', undefined, { 'x-forwarded-for': forwarded })
    expect(answer.json()).toMatchObject({ code: 'not_found' })
  })

  it('with a token: who brings it, from anywhere, and nobody else', async () => {
    const { vendors } = bench.simulators
    const environment = { ...vendors.wecom.environment, METRICS_TOKEN: 'a-token-of-the-tests' }
    const bff = await startBff({ environment, wecomUrl: vendors.wecom.url })
    const ask = async (authorization?: string) =>
      (
        await bff.app.inject({
          url: '/metrics',
          headers: authorization ? { authorization } : {},
          remoteAddress: '203.0.113.7',
        })
      ).statusCode
    expect(await ask('Bearer a-token-of-the-tests')).toBe(200)
    expect(await ask('Bearer a-token-of-the-test')).toBe(404)
    expect((await bff.get('/metrics')).statusCode).toBe(404)
    await bff.close()
  })
})
