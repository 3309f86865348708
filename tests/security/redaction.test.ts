import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endpoints } from '#contract/endpoint'
import { cast } from '../../src/sandbox/world/cast.ts'
import { faults, type Vendor, vendorNames } from '../../src/sandbox/vendors/vendor.ts'
import { wecomUserAgent } from '../support/start-bff.ts'
import { startSalespeople, type SalespeopleBench } from '../support/start-salespeople.ts'
import { clockOf } from '../support/clock.ts'

const troubles = faults.filter((fault) => fault !== 'none' && fault !== 'slow')
let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: SalespeopleBench

beforeAll(async () => {
  // No retries and no breaker, so that every call meets the failure.
  const names = vendorNames.map((vendor) => `${vendor.toUpperCase()}_POLICY`)
  const environment = Object.fromEntries(names.map((name) => [name, 'retries=0,breakAfter=100000,breakMs=1']))
  bench = await startSalespeople({ clock: clockOf(() => now), environment })
})
afterAll(() => bench.close())

const ids: Record<string, string> = {
  externalUserId: cast.seedContact,
  chatId: cast.seedChat,
  source: 'waiqin',
  sourceId: cast.seedCustomer,
  pushId: '701',
  noticeId: '1',
  key: '0',
}
const bodies: Record<string, object> = {
  'POST /api/wecom/signature': { url: 'http://localhost:8080/' },
  'PUT /api/me/connections/yunzhong': { mobile: '13911112222', password: 'a-password-that-is-wrong' },
}

/** Each call of the contract, sent as by pull to refresh. */
const calls = Object.keys(endpoints).map((call): InjectOptions & { url: string } => {
  const [method, path = ''] = call.split(' ')
  const url = path.replaceAll(/:(\w+)/g, (_whole, name: string) => ids[name] ?? '')
  const query = call.endsWith('link-candidates') ? '?source=youmi' : ''
  const payload = bodies[call]
  const request = { method: method as 'GET', url: url + query, headers: { 'cache-control': 'no-cache' } }
  return payload ? Object.assign(request, { payload }) : request
})

const pages: (InjectOptions & { url: string })[] = [
  { url: '/', headers: { 'user-agent': wecomUserAgent } },
  { url: '/nothing', headers: { accept: 'text/html' } },
  { url: '/auth/callback?code=not-a-code-of-anybody&state=x', headers: { accept: 'text/html', cookie: '' } },
  { url: '/healthz' },
  { url: '/readyz' },
  { url: '/metrics' },
  { url: '/api/openapi.json' },
  { url: '/api/session', headers: { cookie: 'sidedesk_session=a.forged.one' } },
]

/** The whole answer except the user's own cookie. */
function textOf({ headers, body }: LightMyRequestResponse): string {
  const { 'set-cookie': _own, ...rest } = headers
  return `${JSON.stringify(rest)}\n${body}`
}

async function expectSilence(requests: readonly (InjectOptions & { url: string })[]): Promise<number[]> {
  const answers = await Promise.all(requests.map((request) => bench.send(cast.salesperson, request)))
  for (const [index, answer] of answers.entries()) {
    const { method = 'GET', url } = requests[index] ?? { url: '' }
    expect(bench.bff.secrets.in(textOf(answer)), `${method} ${url}`).toEqual([])
  }
  return answers.map(({ statusCode }) => statusCode)
}

describe('no secret is told', () => {
  it.each(vendorNames.flatMap((vendor) => troubles.map((fault) => [vendor, fault] as const)))(
    'while %s is %s',
    async (name, fault) => {
      // Everything cached has expired, including tokens.
      now += 2 * 3_600_000
      await bench.enter(cast.salesperson)
      const vendor: Vendor = bench.simulators.vendors[name]
      vendor.fault = fault
      await bench.bff.sync()
      const statuses = [...(await expectSilence(calls)), ...(await expectSilence(pages))]
      vendor.fault = 'none'
      expect(statuses.filter((status) => status === 401)).toHaveLength(1)
    },
  )

  it('while every credential is worth nothing any more', async () => {
    now += 60_000
    await bench.enter(cast.salesperson)
    const { wecom, youmi, yunzhong } = bench.simulators.vendors
    wecom.expireTokens()
    wecom.expireTickets()
    youmi.expireTokens()
    yunzhong.expireSessions()
    now += 60_000
    await bench.bff.sync()
    await expectSilence(calls)
  })

  it('to who is not signed in', async () => {
    const anonymous = calls.map((call) => Object.assign({}, call, { headers: { cookie: '' } }))
    const statuses = await expectSilence(anonymous)
    expect(new Set(statuses)).toEqual(new Set([401]))
  })

  it('in the page that carries boot data', async () => {
    const page = await bench.send(cast.salesperson, { url: '/', headers: { 'user-agent': wecomUserAgent } })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain(cast.salesperson)
    expect(bench.bff.secrets.in(page.body)).toEqual([])
  })
})

describe('the watch', () => {
  it('knows every kind of secret that there is', () => {
    const kinds = ['SESSION_KEY', 'WECOM_SECRET', 'YOUMI_CLIENT_SECRET', 'WAIQIN_APP_KEY', 'TANMA_APP_KEY']
    const sent = ['YUNZHONG_SERVICE_PASSWORD', 'password', 'digest', 'sign', 'set-cookie', 'code']
    const issued = ['access_token', 'ticket', 'sidedesk_session', 'sidedesk_login', 'state']
    expect(bench.bff.secrets.names()).toEqual(expect.arrayContaining([...kinds, ...sent, ...issued]))
  })

  it('finds one in a line of the log, and names it without its value', () => {
    const secret = bench.simulators.environment['TANMA_APP_KEY'] ?? ''
    expect(bench.bff.secrets.in(JSON.stringify({ url: `https://vendor.example/?k=${secret}` }))).toEqual([
      'TANMA_APP_KEY',
    ])
  })

  it('has seen failures of every vendor in the log', () => {
    const log = bench.bff.logged.join('')
    for (const vendor of vendorNames) expect(log).toContain(`"source":"${vendor}"`)
    expect(bench.bff.secrets.in(log)).toEqual([])
  })
})

const bundle = fileURLToPath(new URL('../../dist/app', import.meta.url))

it.runIf(existsSync(bundle))('the built page holds no secret', () => {
  const files = readdirSync(bundle, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), 'utf8')
    expect(bench.bff.secrets.in(text), name).toEqual([])
  }
})
