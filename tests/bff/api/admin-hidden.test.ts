import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminEndpoints, adminFiles } from '../../../src/contract/admin-endpoint.ts'
import { cast } from '../../../src/sandbox/world/cast.ts'
import { publicOrigin } from '../../support/start-bff.ts'
import { startWork, type WorkBench } from '../../support/start-work.ts'
import { clockOf } from '../../support/clock.ts'

let bench: WorkBench
let admin: string
let salesperson: string

beforeAll(async () => {
  const environment = { ADMIN_USERIDS: cast.salesperson, RATE_LIMIT_CALLS: '100000', RATE_LIMIT_STRANGERS: '100000' }
  bench = await startWork({ clock: clockOf(() => Date.now()), environment })
  admin = await bench.bff.signIn(cast.salesperson)
  salesperson = await bench.bff.signIn(cast.colleague)
})
afterAll(() => bench.close())

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
const json = { 'content-type': 'application/json' }
/** As a path that is there would read them, or refuse them. */
const bodies = [
  {},
  { headers: json, payload: '{"previewId":"x"}' },
  { headers: json, payload: '{bad' },
  { headers: json, payload: JSON.stringify({ csv: 'x'.repeat(20_000) }) },
  { headers: { 'content-type': 'text/xml' }, payload: '<a/>' },
  { headers: { origin: 'https://elsewhere.example' }, payload: 'x=1' },
]
const urls = [
  ...new Set(
    [...Object.keys(adminEndpoints), ...Object.keys(adminFiles)].map(
      (call) => call.split(' ')[1]?.replaceAll(/:\w+/g, 'abc') ?? '',
    ),
  ),
]

interface Asked {
  method: (typeof methods)[number]
  url: string
  cookie: string | undefined
  body: (typeof bodies)[number]
}

async function answerOf({ method, url, cookie, body }: Asked) {
  const headers = { origin: publicOrigin, accept: 'text/html', ...body.headers, ...(cookie ? { cookie } : {}) }
  const response = await bench.bff.app.inject({ method, url, ...body, headers })
  const { 'x-request-id': requestId = '', ...all } = response.headers
  // What changes from call to call.
  const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !/^(?:date|x-ratelimit-re\w+)$/.test(name)))
  return { status: response.statusCode, headers: rest, body: response.body.replace(String(requestId), 'id') }
}

describe('to whoever is no administrator', () => {
  it.each(urls)('%s answers to the letter as an unknown address does', async (url) => {
    for (const cookie of [salesperson, undefined])
      for (const method of methods)
        for (const body of method === 'GET' || method === 'HEAD' ? bodies.slice(0, 1) : bodies) {
          const [real, none] = await Promise.all([
            answerOf({ method, url: `${url}?limit=0`, cookie, body }),
            answerOf({ method, url: '/api/nothing?limit=0', cookie, body }),
          ])
          expect(real).toEqual(none)
          expect([403, 404]).toContain(real.status)
        }
  })
})

describe('to an administrator', () => {
  it.each(['people', 'vendor-people', 'status'])('%s is there', async (name) => {
    expect((await answerOf({ method: 'GET', url: `/api/admin/${name}`, cookie: admin, body: {} })).status).toBe(200)
  })

  it.each(urls)('%s has no method but its own', async (url) => {
    expect((await answerOf({ method: 'PATCH', url, cookie: admin, body: {} })).status).toBe(404)
  })

  it('an unknown address below is none', async () => {
    expect((await answerOf({ method: 'GET', url: '/api/admin/nothing', cookie: admin, body: {} })).status).toBe(404)
  })
})
