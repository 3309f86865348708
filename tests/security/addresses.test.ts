import { assert, constantFrom, property, array } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { returnPath } from '../../src/bff/session/return-path.ts'
import { signableUrl } from '../../src/bff/page/signature.ts'
import { publicOrigin } from '../support/start-bff.ts'
import { clockOf } from '../support/clock.ts'
import { startPlain, type PlainBench } from './start-plain.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: PlainBench
let cookie: string

beforeAll(async () => {
  bench = await startPlain(clockOf(() => now))
  cookie = await bench.bff.signIn('mengxiangyu')
})
afterAll(() => bench.close())

/** Parts of addresses that browsers and parsers read differently. */
const pieces = constantFrom(
  '/',
  '//',
  '\\',
  '/\\',
  '%2f',
  '%5c',
  '%2F%2F',
  '%252f',
  '.',
  '..',
  '/.',
  ';',
  '@',
  ':',
  '?',
  '#',
  '&',
  '%00',
  '%0d%0a',
  '\t',
  '\n',
  '\r',
  ' ',
  '\0',
  '\u2028',
  '。',
  '／',
  '＼',
  'ｅ',
  'http:',
  'https://',
  'javascript:',
  'data:',
  'HTTP://',
  'evil.example',
  'localhost:8080',
  'localhost',
  publicOrigin,
  'user:pass@',
  'auth/login',
  ':80',
  '[::1]',
  'xn--80ak6aa92e',
)
const addresses = array(pieces, { maxLength: 6 }).map((parts) => parts.join(''))

describe('where a login returns to', () => {
  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '%2f%2fevil.example',
    'https:evil.example',
    'https:/evil.example',
    'https://evil.example',
    'HTTPS://evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'evil.example',
    '@evil.example',
    '/\u2028/evil.example',
    '／／evil.example',
    '/\r\nset-cookie: a=b',
    '/%0d%0aset-cookie:%20a=b',
    '/a\\..\\..\\evil.example',
    '/.//evil.example',
    '/%5cevil.example',
    '/auth/login',
    '/auth/../auth/login',
    `/${'a'.repeat(600)}`,
    '/é',
  ])('is on our own origin, not %j', async (to) => {
    const { landing, cookie: login } = await bench.begin(to)
    const done = await bench.bff.get(landing, login)
    const location = String(done.headers.location)
    expect(done.statusCode).toBe(303)
    expect(new URL(location, publicOrigin).origin).toBe(publicOrigin)
    expect(location).toMatch(/^\/[\u0021-\u007E]*$/)
    expect(Object.keys(done.headers)).not.toContain('a')
    expect([done.headers['set-cookie']].flat().join()).not.toContain('a=b')
  })

  it('is, whatever was asked for', () => {
    assert(
      property(addresses, (to) => {
        const path = returnPath(to)
        expect(new URL(path, publicOrigin).origin).toBe(publicOrigin)
        expect(path).toMatch(/^\/(?![/\\])[\u0021-\u007E]*$/)
      }),
      { seed: 20_261_120, numRuns: 3000 },
    )
  })

  it('is the first of two', async () => {
    const begun = await bench.bff.get('/auth/login?to=/a&to=//evil.example')
    expect(begun.statusCode).toBe(302)
    expect(new URL(String(begun.headers.location)).origin).toBe(publicOrigin)
  })
})

const sign = (url: string) =>
  bench.bff.app.inject({ method: 'POST', url: '/api/wecom/signature', headers: { cookie }, payload: { url } })

describe('an address is signed for our own origin alone', () => {
  it.each([
    'https://localhost:8080/',
    'http://localhost:8081/',
    'http://localhost:808/',
    'http://localhost:80800/',
    'http://localhost:8080.evil.example/',
    'http://localhost:8080@evil.example/',
    'http://evil.example@localhost:8080/',
    'http://localhost:8080:80/',
    'http://LOCALHOST:8080/',
    'http://localhost:08080/',
    'http://ⓛocalhost:8080/',
    'http://localhost。evil.example:8080/',
    'http://127.0.0.1:8080/',
    'http://[::1]:8080/',
    'http:/localhost:8080/',
    'http:localhost:8080/',
    'http:\\\\localhost:8080/',
    '\thttp://localhost:8080/',
    'http://localhost:8080\\@evil.example/',
    'http://localhost\t:8080/',
    'http://localhost:8080/\r\nx',
    'http://localhost:8080/\0',
    'ws://localhost:8080/',
    'blob:http://localhost:8080/x',
    'http://localhost:8080&url=http://evil.example/',
    '#http://localhost:8080/',
    'null',
    '',
  ])('not for %j', async (url) => {
    expect((await sign(url)).json()).toMatchObject({ status: 400, code: 'foreign_url' })
  })

  it('not for what is longer than any address', async () => {
    expect((await sign(`${publicOrigin}/${'a'.repeat(2100)}`)).statusCode).toBe(400)
    expect((await sign(`${publicOrigin}/#${'a'.repeat(2100)}`)).statusCode).toBe(400)
  })

  it('and without what a fragment could bring in', async () => {
    const { url } = (await sign(`${publicOrigin}/?a=1#&noncestr=x`)).json<{ url: string }>()
    expect(url).toBe(`${publicOrigin}/?a=1`)
  })

  it('whatever is asked for', () => {
    assert(
      property(addresses, addresses, (head, tail) => {
        for (const url of [head, publicOrigin + tail, head + publicOrigin + tail]) {
          let signed: string
          try {
            signed = signableUrl(url, publicOrigin)
          } catch {
            continue
          }
          expect(new URL(signed).origin).toBe(publicOrigin)
          expect(new URL(signed).username).toBe('')
          expect(signed).not.toMatch(/[\s#]/)
        }
      }),
      { seed: 20_261_120, numRuns: 3000 },
    )
  })

  it('and not for who is not signed in', async () => {
    const payload = { url: `${publicOrigin}/` }
    const answer = await bench.bff.app.inject({ method: 'POST', url: '/api/wecom/signature', payload })
    expect(answer.statusCode).toBe(401)
  })
})

describe('the host that a request names', () => {
  it.each([
    { host: 'evil.example' },
    { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example;proto=https' },
    { 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz' },
  ])('changes nothing: %j', async (headers) => {
    const begun = await bench.bff.get('/auth/login', undefined, headers as Record<string, string>)
    expect(String(begun.headers.location)).toContain(encodeURIComponent(`${publicOrigin}/auth/callback`))
    expect(JSON.stringify(begun.headers)).not.toContain('evil.example')
    const page = await bench.bff.get('/', cookie, headers as Record<string, string>)
    expect(page.body).toContain(`"url":"${publicOrigin}/"`)
    expect(page.body).not.toContain('evil.example')
  })
})
