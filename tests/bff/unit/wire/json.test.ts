import { deflateSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, parseJson } from '../../../../src/bff/wire/json.ts'

const maxBytes = 1_000
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

describe('the bytes of an answer', () => {
  it.each([
    ['gzip though nobody asked for it', gzipSync('{"a":"王"}'), '{"a":"王"}'],
    ['zlib', deflateSync('{"a":"王"}'), '{"a":"王"}'],
    ['GBK without saying so', bytes('{"a":"', [0xcd, 0xf5, 0xd7, 0xdc], '"}'), '{"a":"王总"}'],
    ['several byte order marks', bytes('\uFEFF\uFEFF{}'), '{}'],
    ['a name that was cut inside an emoji', bytes('{"a":"王', [0xf0, 0x9f], '"}'), '{"a":"王\uFFFD"}'],
    ['bytes that are no text at all', bytes([0xff]), '\uFFFD'],
  ])('are read: %s', async (_what, given, text) => {
    expect(await decode(given, maxBytes)).toBe(text)
  })

  it('may not unpack to more than an answer may have', async () => {
    await expect(decode(gzipSync('x'.repeat(maxBytes + 1)), maxBytes)).rejects.toMatchObject({
      code: 'ERR_BUFFER_TOO_LARGE',
    })
  })
})

describe('JSON as vendors write it', () => {
  it('is what JSON.parse reads, wherever it reads it', () => {
    const isShort = (value: unknown): boolean => !/\d{16}/.test(JSON.stringify(value))
    fc.assert(
      fc.property(
        fc.json().filter((text) => isShort(JSON.parse(text))),
        (text) => {
          expect(parseJson(text)).toEqual(JSON.parse(text))
        },
      ),
    )
  })

  it('keeps every digit of a long number, and no text or fraction changes', () => {
    const text =
      '{"id":7269195022934925565,"ids":[-1234567890123456789, 12],"t":"a:7269195022934925565","f":0.12345678901234567}'
    expect(parseJson(text)).toEqual({
      id: '7269195022934925565',
      ids: ['-1234567890123456789', 12],
      t: 'a:7269195022934925565',
      f: Number('0.12345678901234567'),
    })
  })

  it('keeps raw control characters inside a text, and a line break', () => {
    expect(parseJson('{"name":"王\b总","note":"a\nb\tc",\u0001 "n":1}')).toEqual({
      name: '王\b总',
      note: 'a\nb\tc',
      n: 1,
    })
  })

  it('reads past what PHP prints before it', () => {
    const notice = '<br />\n<b>Notice</b>:  Undefined index: [x] in <b>/a.php</b> on line <b>3</b><br />\n'
    expect(parseJson(`${notice}{"result":1}`)).toEqual({ result: 1 })
    expect(parseJson(`Deprecated: each() {old} in /a.php on line 3\n[1]`)).toEqual([1])
  })

  it.each([
    '',
    '<html>{"a":1}</html>',
    '<script>window.x={"a":1}',
    '{"a":[1,2',
    '{"a":1}{"b":2}',
    'Notice: nothing follows',
    'undefined',
  ])('is not found in %j: an answer that was cut off must not be taken for whole', (text) => {
    expect(parseJson(text)).toBeUndefined()
  })

  it('takes no longer for what is made to be slow', () => {
    const began = performance.now()
    parseJson(`{"a":"${'\\"'.repeat(1_000_000)}`)
    parseJson(`{"a":1234567890123456789,"b":"${'\u0001\\'.repeat(500_000)}`)
    parseJson(`Notice ${'>{'.repeat(500_000)}`)
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})
