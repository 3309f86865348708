import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Boot } from '#contract/session'
import { wecomUserAgent } from '../support/start-bff.ts'
import { clockOf } from '../support/clock.ts'
import { startPlain, type PlainBench } from './start-plain.ts'

let now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: PlainBench

beforeAll(async () => {
  bench = await startPlain(clockOf(() => now))
})
afterAll(() => bench.close())

const names = [
  'x\r\nset-cookie: sidedesk_session=evil',
  '</script><script>alert(1)</script>',
  '<!--<script>',
  ']]>',
  '\u2028alert(1)\u2029',
  '"onload="alert(1)',
  '\0\u001b[31m',
  '\ud800',
  '__proto__',
  '${7*7}{{7*7}}',
  '\u202egnp.exe',
  '名'.repeat(300),
]

describe.each(names)('a name like %j', (name) => {
  const contact = () => bench.world.contacts.find(({ follows }) => follows[0]?.userid === 'mengxiangyu')
  let cookie: string

  beforeAll(async () => {
    now += 3_600_000
    const staff = bench.world.staff.find(({ userid }) => userid === 'mengxiangyu')
    if (staff) staff.name = name
    Object.assign(contact() ?? {}, { name, corpName: name, position: name })
    cookie = await bench.bff.signIn('mengxiangyu')
  })

  it('is text in the page’s boot data, and leaves it no other script', async () => {
    const page = await bench.bff.get('/', cookie, { 'user-agent': wecomUserAgent })
    expect(page.statusCode).toBe(200)
    const [, json = ''] = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(page.body) ?? []
    expect(Boot.parse(JSON.parse(json)).session?.staff.userid).toBe('mengxiangyu')
    const clean = await bench.bff.get('/', undefined)
    expect(page.body.match(/<script/g)).toEqual(clean.body.match(/<script/g))
    expect(json).not.toContain('<')
  })

  it('is in no header', async () => {
    const { landing, cookie: login } = await bench.begin('/')
    const done = await bench.bff.get(landing, login)
    for (const [header, value] of Object.entries(done.headers)) {
      for (const line of [value].flat().map(String)) expect(line, header).toMatch(/^[\u0020-\u007E]*$/)
    }
    expect(done.cookies.map((each) => each.name).toSorted()).toEqual(['sidedesk_login', 'sidedesk_session'])
    expect(done.cookies.map((each) => each.value)).not.toContain('evil')
  })

  it('comes as it is in JSON, which no browser takes for a page', async () => {
    const answer = await bench.bff.get(`/api/contacts/${contact()?.externalUserId}`, cookie)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it('breaks no line of the log', () => {
    for (const line of bench.bff.logged) expect(() => JSON.parse(line) as unknown, line.slice(0, 200)).not.toThrow()
    expect(bench.bff.logged.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
  })
})

describe('a page about a failure', () => {
  it.each(['/<script>alert(1)</script>', '/auth/callback?code=<script>&state="><script>', '/auth/login?to=<script>'])(
    'repeats nothing of %s',
    async (url) => {
      const page = await bench.bff.get(encodeURI(url), undefined, { accept: 'text/html', referer: '<script>' })
      expect(decodeURIComponent(page.body.replaceAll(/%(?![\da-f]{2})/gi, ''))).not.toContain('<script')
    },
  )

  it('runs no script, whatever stood in it', async () => {
    const page = await bench.bff.get('/nothing', undefined, { accept: 'text/html' })
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/script-src|unsafe/)
  })
})

it('the page’s policy lets no script in but our own', async () => {
  const policy = String((await bench.bff.get('/')).headers['content-security-policy'])
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("base-uri 'none'")
  expect(policy).not.toMatch(/unsafe|script-src[^;]*(?:\*|data:|blob:|https?:)/)
})

it('a query that names the prototype pollutes nothing', async () => {
  const cookie = await bench.bff.signIn('mengxiangyu')
  const queries = [
    '__proto__[polluted]=1',
    '__proto__.polluted=1',
    'constructor[prototype][polluted]=1',
    '__proto__=polluted',
  ]
  for (const query of queries) await bench.bff.get(`/api/me/group-sops?${query}`, cookie)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})
