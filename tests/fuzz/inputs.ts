import * as fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { endpoints, type Call } from '#contract/endpoint'
import { cast } from '../../src/sandbox/world/cast.ts'

/** Plausible values by path parameter, so that some requests pass the first check. */
const known: Record<string, readonly string[]> = {
  externalUserId: [cast.seedContact, cast.idle, cast.ofColleague, cast.deleted, 'wmNobody', 'wo-_0'],
  chatId: [cast.seedChat, cast.busyChat, cast.chatWithoutName, 'wrNobody'],
  source: ['youmi', 'waiqin'],
  sourceId: [cast.seedFriend, cast.seedCustomer, '0', '__proto__'],
  pushId: ['701', '0', '99999999999999999999'],
  noticeId: ['1', '105', '99999999999999999999'],
  key: ['0', 'all', '__proto__', 'constructor'],
}
const queries: Record<string, readonly string[]> = {
  status: ['open', 'done', 'cancelled', 'all'],
  mine: ['1', '0'],
  limit: ['1', '50', '200', '201', '-1', '1e2', '0x10', '9007199254740993', 'NaN', ''],
  cursor: ['', 'e30', 'bnVsbA', '{}'],
  source: ['youmi', 'waiqin', 'tanma'],
  q: ['晓', '%', '_', "'", '\\'],
  externalUserId: [cast.seedContact, cast.ofColleague],
}

/** Percent-encoded or not, so that text that cannot be decoded occurs as well. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((value) => encodeURIComponent(value)),
  fc.constantFrom('', '%', '%00', '%2f%2e%2e', '..', '.', '%E0%A4%A', '%ff', '+', ';', 'a'.repeat(400), '%F0%9F%8D%A9'),
  fc.webPath(),
  fc.nat().map(String),
)
const pick = (values: readonly string[] = []) =>
  values.length === 0
    ? text
    : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values).map(encodeURIComponent) }, text)

const pathOf = (pattern: string): fc.Arbitrary<string> =>
  fc
    .tuple(...pattern.split('/').map((part) => (part.startsWith(':') ? pick(known[part.slice(1)]) : fc.constant(part))))
    .map((parts) => parts.join('/'))

/** A cursor in the BFF's format with wrong content. */
const cursor = fc.jsonValue({ maxDepth: 2 }).map((value) => {
  const at = { at: value, key: [0, value, null, 'x'], of: 'open' }
  return Buffer.from(JSON.stringify(at)).toString('base64url')
})

const pair = fc.oneof(
  ...Object.entries(queries).map(([name, values]) => pick(values).map((value) => `${name}=${value}`)),
  cursor.map((value) => `cursor=${value}`),
  fc.tuple(text, text).map(([name, value]) => `${name}=${value}`),
  fc.constantFrom(
    '__proto__[x]=1',
    'constructor.prototype.x=1',
    'status[]=open',
    'status=open&status=done',
    '&&',
    '=',
    '#',
  ),
)
const query = fc.array(pair, { maxLength: 5 }).map((pairs) => (pairs.length > 0 ? `?${pairs.join('&')}` : ''))

const json = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.record({ url: fc.oneof(fc.webUrl(), fc.string()) }).map((body) => JSON.stringify(body)),
  fc
    .record({ mobile: fc.oneof(fc.nat().map(String), fc.string()), password: fc.string() })
    .map((body) => JSON.stringify(body)),
  fc.constantFrom(
    '{"__proto__":{"url":"x"}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '[',
    '',
    'null',
    '"x"',
    '{"url":1e999}',
  ),
)
const type = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
)
const body = fc.record({
  payload: json,
  type: fc.oneof({ weight: 5, arbitrary: fc.constant('application/json') }, type),
})

/** Any printable text, as a header's value. */
const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 40 })
const headers = fc.record(
  {
    'cache-control': printable,
    accept: printable,
    'if-none-match': printable,
    range: printable,
    'x-forwarded-for': printable,
  },
  { requiredKeys: [] },
)

export type Request = InjectOptions & { url: string }

/** Random requests for one call: path, query, body and headers, each mostly wrong. */
export function requestsOf(call: Call): fc.Arbitrary<Request> {
  const [method, pattern = ''] = call.split(' ')
  const hasBody = 'body' in endpoints[call]
  return fc
    .tuple(pathOf(pattern), query, hasBody ? body : fc.option(body, { freq: 8 }), headers)
    .map(([path, search, content, others]) => {
      const request = { method: method as 'GET', url: path + search }
      if (!content) return Object.assign(request, { headers: others })
      const headers = Object.assign(others, { 'content-type': content.type })
      return Object.assign(request, { headers, payload: content.payload })
    })
}
