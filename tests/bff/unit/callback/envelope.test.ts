import { createCipheriv } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEnvelope } from '../../../../src/bff/callback/envelope.ts'
import { seal, signedQuery } from '../../../../src/sandbox/vendors/wecom/callback-envelope.ts'

/** The sample in WeCom's own documentation: keys, query and body as printed there. */
const official = {
  token: 'QDG6eK',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  receiveId: 'wx5823bf96d3bd56c7',
}
const officialMessage = {
  signature: '477715d11cdb4164915debcba66cb864d751f3e6',
  timestamp: '1409659813',
  nonce: '1372623149',
  encrypted:
    'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3' +
    'TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gs' +
    'ijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUa' +
    'x5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIG' +
    'HBZZIs2pDBS8R07+qN+E7Q==',
}
const officialEcho = {
  signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
  timestamp: '1409659589',
  nonce: '263014780',
  encrypted: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
}

const keys = { token: 'aToken', aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', receiveId: 'wwOurCompany' }

function signed(encrypted: string, token = keys.token) {
  const { msg_signature: signature = '', timestamp = '', nonce = '' } = signedQuery(encrypted, '1', { ...keys, token })
  return { signature, timestamp, nonce, encrypted }
}

describe('the sample of WeCom’s own page', () => {
  const open = createEnvelope(official)

  it('opens', () => {
    const text = open(officialMessage)
    expect(text).toContain('<ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>')
    expect(text).toMatch(/^<xml>.*<\/xml>$/s)
  })

  it('says the word of the address check', () => {
    expect(open(officialEcho)).toBe('1616140317555161061')
  })

  it.each([
    ['another token', { ...official, token: 'QDG6eL' }],
    ['another company', { ...official, receiveId: 'wx5823bf96d3bd56c8' }],
    ['no company', { ...official, receiveId: '' }],
    ['another key', { ...official, aesKey: official.aesKey.replace('jW', 'Wj') }],
  ])('stays shut for %s', (_name, other) => {
    expect(createEnvelope(other)(officialMessage)).toBeNull()
  })

  it.each([
    ['signature', '477715d11cdb4164915debcba66cb864d751f3e7'],
    ['signature', '477715'],
    ['signature', ''],
    ['signature', 'zz7715d11cdb4164915debcba66cb864d751f3e6'],
    ['signature', '477715d11cdb4164915debcba66cb864d751f3e6zz'],
    ['signature', '477715d11cdb4164915debcba66cb864d751f3e60'],
    ['signature', '477715d11cdb4164915debcba66cb864d751f3e6\n'],
    ['signature', '477715D11CDB4164915DEBCBA66CB864D751F3E6'],
    ['timestamp', '1409659814'],
    ['nonce', '1372623140'],
    ['encrypted', officialMessage.encrypted.slice(0, -4)],
  ])('stays shut with the %s %s', (field, value) => {
    expect(open({ ...officialMessage, [field]: value })).toBeNull()
  })
})

describe('any message', () => {
  const open = createEnvelope(keys)
  const bytes = (text: string) => Buffer.from(text, 'base64')

  it('comes out as it was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '<', '中', '😀', '\0'), maxLength: 100 }), (text) => {
        expect(open(signed(seal(text, keys.receiveId, keys)))).toBe(text)
      }),
    )
  })

  it('stays shut when one bit of it was turned', () => {
    const sealed = bytes(seal('x'.repeat(40), keys.receiveId, keys))
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
        const turned = Buffer.from(sealed)
        turned.writeUInt8(turned.readUInt8(at) ^ (1 << bit), at)
        const { signature, ...rest } = signed(sealed.toString('base64'))
        expect(open({ signature, ...rest, encrypted: turned.toString('base64') })).toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['ends in zeros', Buffer.alloc(16)],
    ['is padded beyond a block', Buffer.alloc(48, 48)],
    ['is padded with two numbers', Buffer.from([...Array<number>(15).fill(7), 16])],
  ])('stays shut when it %s, even under a right signature', (_name, padding) => {
    const head = Buffer.concat([Buffer.alloc(20), Buffer.from(keys.receiveId)])
    const key = bytes(keys.aesKey)
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    expect(open(signed(cipher.update(Buffer.concat([head, padding])).toString('base64')))).toBeNull()
  })

  it('stays shut for garbage under a right signature', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String({ maxLength: 200 })), (garbage) => {
        expect(open(signed(garbage))).toBeNull()
      }),
      { numRuns: 500 },
    )
  })

  it('stays shut when it was sealed for another company, or signed by another', () => {
    expect(open(signed(seal('hello', 'wwAnother', keys)))).toBeNull()
    expect(open(signed(seal('hello', `${keys.receiveId}2`, keys)))).toBeNull()
    expect(open(signed(seal('hello', keys.receiveId, keys), 'anotherToken'))).toBeNull()
  })
})
