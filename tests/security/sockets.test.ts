import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '#contract/problem'
import { publicOrigin } from '../support/start-bff.ts'
import { sendRaw } from './raw-http.ts'
import { clockOf } from '../support/clock.ts'
import { startPlain, type PlainBench } from './start-plain.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
let bench: PlainBench
let port: number
let cookie: string

beforeAll(async () => {
  bench = await startPlain(
    clockOf(() => now),
    { WECOM_VERIFY_FILE: 'WW_verify_abc123.txt:abc123' },
  )
  port = Number(new URL(await bench.bff.app.listen({ port: 0, host: '127.0.0.1' })).port)
  cookie = await bench.bff.signIn('mengxiangyu')
})
afterAll(() => bench.close())

const request = (line: string, headers: readonly string[] = [], body = '') =>
  [`${line} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', body].join('\r\n')
const isAlive = async () => (await sendRaw(port, request('GET /healthz'))).status === 200

describe('files', () => {
  it.each([
    '/assets/../secret.env',
    '/assets/..%2fsecret.env',
    '/assets/%2e%2e/secret.env',
    '/assets/%2e%2e%2fsecret.env',
    '/assets/..%5csecret.env',
    '/assets/..\\secret.env',
    '/assets/%252e%252e%252fsecret.env',
    '/assets/%c0%ae%c0%ae/secret.env',
    '/assets//../secret.env',
    '/assets/./../secret.env',
    '/assets/....//secret.env',
    '/assets/..;/secret.env',
    '/secret.env',
    '/./secret.env',
    '//secret.env',
    '/%2fsecret.env',
    '/assets/main.js/../../secret.env',
    '/assets/main.js%00.env',
    '/assets/%00',
    '/index.html/../secret.env',
    '/../../../../../../etc/passwd',
    '/assets/../../../../../etc/passwd',
    '/assets//etc/passwd',
    '/file:///etc/passwd',
    '/WW_verify_abc123.txt/../secret.env',
    '/WW_verify_abc123.txt%00',
    '/WW_verify_abc123.txt.bak',
    '/ww_verify_abc123.txt',
    '/WW_verify_%2e%2e.txt',
    '/package.json',
    '/src/bff/main.ts',
    '/.env',
    '/.git/config',
    '/assets/',
    '/assets',
    '/assets/.',
    'http://localhost/assets/../secret.env',
    'http://evil.example/secret.env',
    '/node_modules/',
    '/sandbox/',
  ])('do not come by %s', async (path) => {
    const { status, body } = await sendRaw(port, request(`GET ${path}`))
    expect([400, 404], body.slice(0, 200)).toContain(status)
    expect(body).not.toMatch(/SECRET|root:|"name"|import /)
    expect(Problem.safeParse(JSON.parse(body)).success).toBe(true)
  })

  it('come where they are meant to', async () => {
    expect((await sendRaw(port, request('GET /assets/main.js'))).status).toBe(200)
    expect((await sendRaw(port, request('GET /WW_verify_abc123.txt'))).body).toContain('abc123')
  })
})

const session = () => `Cookie: ${cookie}`
const big = 'a'.repeat(20_000)

describe('what is no request, or too much of one, is refused and the connection ended', () => {
  it.each<[string, () => string | Uint8Array]>([
    ['letters', () => 'hello\r\n\r\n'],
    ['bytes', () => new Uint8Array([0, 1, 2, 255, 254, 10, 13, 10, 13, 10])],
    ['a TLS hello', () => new Uint8Array([22, 3, 1, 0, 5, 1, 0, 0, 1, 0])],
    ['HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/9', () => 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['no host', () => 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['a method of nobody', () => request('HACK /')],
    ['two lengths', () => request('POST /auth/logout', ['Content-Length: 5', 'Content-Length: 6'], 'hello!')],
    [
      'a length and chunks',
      () =>
        request(
          'POST /auth/logout',
          ['Content-Length: 5', 'Transfer-Encoding: chunked'],
          '0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n',
        ),
    ],
    [
      'chunks that are not the last coding',
      () => request('POST /auth/logout', ['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'),
    ],
    [
      'a chunk whose size is no number',
      () => request('POST /auth/logout', ['Transfer-Encoding: chunked'], 'zz\r\nx\r\n0\r\n\r\n'),
    ],
    ['a length below zero', () => request('POST /auth/logout', ['Content-Length: -1'])],
    ['a name with a space before its colon', () => request('GET /', ['Transfer-Encoding : chunked'])],
    ['a folded header', () => request('GET /', ['X-A: b', ' c'])],
    ['a null byte in a header', () => request('GET /', ['X-A: b\0c'])],
    ['a bare line feed', () => 'GET / HTTP/1.1\nHost: x\nX: a\rb\n\n'],
    ['an address of 20,000 letters', () => request(`GET /${big}`)],
    ['a header of 20,000 letters', () => request('GET /', [`X-A: ${big}`])],
    ['a cookie of 20,000 letters', () => request('GET /api/session', [`Cookie: sidedesk_session=${big}`])],
    [
      'three thousand headers',
      () =>
        request(
          'GET /',
          Array.from({ length: 3000 }, (_, at) => `X-${at}: y`),
        ),
    ],
  ])('%s', async (_what, bytes) => {
    const { status, isClosed, head } = await sendRaw(port, bytes())
    expect([400, 404, 405, 413, 414, 431], head).toContain(status)
    expect(isClosed).toBe(true)
    expect(await isAlive()).toBe(true)
  })

  it('a tunnel, without a word', async () => {
    expect(await sendRaw(port, request('CONNECT evil.example:443'))).toMatchObject({ status: 0, isClosed: true })
  })

  it('and the second half of a smuggled request is never answered', async () => {
    const smuggled = 'GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'
    const headers = ['Transfer-Encoding: chunked', `Content-Length: ${smuggled.length + 5}`]
    const { body } = await sendRaw(port, request('POST /auth/logout', headers, `0\r\n\r\n${smuggled}`))
    expect(body).not.toContain('openapi')
  })
})

describe('a session in a large but bearable request', () => {
  it.each<[string, () => string, number]>([
    ['with many cookies', () => request('GET /api/session', [`${session()}; ${'x=y; '.repeat(1000)}`]), 200],
    [
      'after a forged one of the same name',
      () => request('GET /api/session', [`Cookie: sidedesk_session=x; ${cookie}`]),
      401,
    ],
    ['with two of the same header', () => request('GET /api/session', [session(), session()]), 200],
    ['with a length it does not need', () => request('GET /api/session', [session(), 'Content-Length: 0']), 200],
  ])('%s', async (_what, bytes, status) => {
    expect((await sendRaw(port, bytes())).status).toBe(status)
  })
})

const json = ['Content-Type: application/json', `Origin: ${publicOrigin}`]
const post = (body: string | Uint8Array, headers: readonly string[] = []) => {
  const bytes = Buffer.from(body)
  const length = `Content-Length: ${bytes.length}`
  return Buffer.concat([
    Buffer.from(request('POST /api/wecom/signature', [...json, session(), length, ...headers])),
    bytes,
  ])
}

describe('a body', () => {
  const bomb = gzipSync(Buffer.alloc(10_000_000))

  it.each<[string, () => Uint8Array, readonly number[]]>([
    ['that would swell a thousandfold is not unpacked', () => post(bomb, ['Content-Encoding: gzip']), [400, 413, 415]],
    [
      'that is packed is not read',
      () => post(gzipSync(JSON.stringify({ url: `${publicOrigin}/` })), ['Content-Encoding: gzip']),
      [400, 415],
    ],
    ['of 16 KB of brackets is refused', () => post('['.repeat(16_000)), [400]],
    ['of 8,000 lists in lists is refused', () => post('['.repeat(8000) + ']'.repeat(8000)), [400]],
    ['that names the prototype is refused', () => post('{"__proto__":{"url":"x"}}'), [400]],
    ['that names the prototype in other letters is refused', () => post('{"\\u005f_proto__":{"url":"x"}}'), [400]],
    ['that names the constructor is refused', () => post('{"constructor":{"prototype":{"url":"x"}}}'), [400]],
    ['beyond the limit is refused', () => post(JSON.stringify({ url: big })), [413]],
    ['in another charset is refused', () => post(Buffer.from('{"url":"x"}', 'utf16le')), [400]],
    [
      'of one byte too few is waited for no longer than the connection',
      () => post('{}').subarray(0, -1),
      [0, 400, 408],
    ],
  ])('%s', async (_what, bytes, statuses) => {
    const { status, body } = await sendRaw(port, bytes())
    expect(statuses, body.slice(0, 300)).toContain(status)
    expect(await isAlive()).toBe(true)
  })
})

describe('a method', () => {
  it.each([
    ['that asks for the head alone changes nothing', 'HEAD /auth/logout', 405],
    ['of the other family is not taken', 'TRACE /api/session', 405],
    ['that asks what may be done opens nothing to other pages', 'OPTIONS /api/session', 405],
    ['in small letters is none', 'get /api/session', 400],
    ['of WebDAV is not taken', 'PROPFIND /', 405],
  ])('%s', async (_what, line, status) => {
    const { status: answered, head } = await sendRaw(port, request(line, [session(), `Origin: ${publicOrigin}`]))
    expect([status, 400, 404]).toContain(answered)
    expect(head).not.toMatch(/access-control|set-cookie/i)
  })

  it('in a header or a parameter is no method', async () => {
    for (const line of ['GET /auth/logout?_method=POST', 'GET /auth/logout']) {
      const { status, head } = await sendRaw(port, request(line, [session(), 'X-HTTP-Method-Override: POST']))
      expect(status).toBe(405)
      expect(head).not.toMatch(/set-cookie/i)
    }
  })

  it('for the head alone tells no more than the whole would', async () => {
    const { status, body } = await sendRaw(port, request('HEAD /api/session'))
    expect([status, body]).toEqual([401, ''])
  })

  it('from another origin is told nothing that a browser would let it read', async () => {
    const { head } = await sendRaw(port, request('GET /api/session', [session(), 'Origin: https://evil.example']))
    expect(head).not.toMatch(/access-control-allow/i)
  })
})
