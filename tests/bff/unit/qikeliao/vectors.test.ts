import { describe, expect, it } from 'vitest'
import { readAddress } from '../../../../src/bff/qikeliao/address.ts'
import { isBody, readBody } from '../../../../src/bff/qikeliao/body.ts'
import { bytesOf, decrypt, keyOf, strengthOf } from '../../../../src/bff/qikeliao/cipher.ts'
import { examine } from '../../../../src/bff/qikeliao/examine.ts'
import { encrypt } from '../../../support/qikeliao-address.ts'

/** Of the reading of the vendor's page that docs/qikeliao.md tells; they prove our code, not the vendor's. */
const privateKey = 'k3y-PRIVATE'
const time = '2026-11-28 09:30:00'
const keyText = `${privateKey}?sign=384920li.si${time}`
const plain =
  'UserID=li.si&Timestamp=1795829400&WX=wxid_test01&TEL=13800001111&Number=P06&sign=384920&merchantid=640462692&wechat=kkk000001&uid=&originalId=wxid_test01&dockPwd='
const vectors = {
  cbc: {
    PKID: 'FnvrGIzjs9vnqSrWzUa2mnoEDcRTN1UiHqcRdP3yD0/OfaVnZRqFUCocvt+cMYyUbRfYon5v5kgYf1RmlkkvM95pEE7FhC7G8afOKkQDpw2lAS9VLJa1QAmRNBujT74aj6PqIWCNPfwAUR0Na3q2JrfmSJe/lH+5c52UjG/LcUGAvp5X6MDwQdNC5n1zZDjHY8OxBPzeml6H9OtqQtWUslGGbqpEV6TS',
    UserID: 'B4T6Wwtpsmo=',
  },
  ecb: {
    PKID: 'AjvNrwR5+10ZXneBSIlojoUf15UNenSHJpmON8rM+hk1/63qFqJFNXU2Qv9/mMMCA3s9qCUGnCvTlPm/yZ6iJaiseKZzASXXLAJKTL+ysbdqN3b6fKUnC2+NFBl37yJ5oTMrA7nBnpkdSKa42S3xffVpUJrcHdcDa9U6TsTI6we+17MpYLsCtjHPq0609wg6jornK9t22dC7nIgiDucj0ROfoUS8GsyF',
    UserID: 'ngF8XAK8EMI=',
  },
} as const
const ciphers = ['cbc', 'ecb'] as const

const textOf = (cipher: 'cbc' | 'ecb', base64: string, key: string): string | undefined =>
  decrypt(cipher, bytesOf(base64) ?? Buffer.alloc(8), keyOf(key))?.toString('utf8')

describe('a key', () => {
  it('is the first 24 bytes of its text, filled up with zeros', () => {
    expect(keyOf(keyText).toString('hex')).toBe('6b33792d505249564154453f7369676e3d3338343932306c')
    expect(keyOf(privateKey).toString('hex')).toBe('6b33792d5052495641544500000000000000000000000000')
  })

  it('may end within a character', () => {
    expect(keyOf(`${'a'.repeat(23)}张`).toString('hex')).toBe(`${'61'.repeat(23)}e5`)
  })
})

describe.each(ciphers)('by %s', (cipher) => {
  const { PKID, UserID } = vectors[cipher]

  it('both messages are what they are, to the byte', () => {
    expect(textOf(cipher, UserID, privateKey)).toBe('li.si')
    expect(textOf(cipher, PKID, keyText)).toBe(plain)
  })

  it('the other way of chaining makes nothing that begins as a message does', () => {
    const other = cipher === 'cbc' ? 'ecb' : 'cbc'
    const message = decrypt(other, bytesOf(PKID) ?? Buffer.alloc(8), keyOf(keyText))
    // The first block alone is no proof: it comes out of both but for the IV.
    expect(message !== null && isBody(message)).toBe(false)
  })

  it('an address is read, its plus signs as they are, as %2B, or as the spaces that they became', () => {
    const query = `Type=WL&PKID=${PKID}&time=2026-11-28%2009:30:00&neber=384920&UserID=${UserID}`
    const spelt = [query, query.replaceAll(/(?<=PKID=.*)\+/g, '%2B'), query.replaceAll(/(?<=PKID=.*)\+/g, '%20')]
    expect(new Set(spelt).size).toBe(3)
    for (const each of spelt) {
      const address = readAddress(each)
      expect(address).not.toBeNull()
      if (!address) continue
      const rules = { privateKey, merchantId: '640462692', cipher }
      const { opening, checks } = examine(address, rules, Date.parse('2026-11-28T09:31:00+08:00'))
      expect(Object.values(checks)).not.toContain(false)
      const key = strengthOf(keyOf('k3y-PRIVATE?sign=384920li.si2026-11-28 09:30:00'))
      expect(opening).toEqual({ account: 'li.si', friendId: 'wxid_test01', timestamp: '1795829400', key })
    }
  })

  it('zeros behind a message are not part of it', () => {
    expect(textOf(cipher, encrypt('li.si\0\0\0\0', privateKey, cipher), privateKey)).toBe('li.si')
  })
})

describe('a body', () => {
  const read = (text: string) => readBody(Buffer.from(text))

  it('gives the four fields that are needed, and no other', () => {
    expect(read(plain)).toEqual({
      UserID: 'li.si',
      Timestamp: '1795829400',
      merchantid: '640462692',
      originalId: 'wxid_test01',
    })
  })

  it('is decoded once', () => {
    expect(read('UserID=%E5%BC%A0%E4%B8%89&originalId=a%2540b')).toMatchObject({ UserID: '张三', originalId: 'a%40b' })
    expect(read('UserID=%E5%BC&originalId=x')).toMatchObject({ UserID: '', originalId: 'x' })
  })

  it('may lack what is reserved, and what is lacking is empty', () => {
    expect(read(plain.replace('&uid=', '').replace('&Number=P06', ''))).toEqual(read(plain))
    expect(read('UserID=li.si')).toMatchObject({ UserID: 'li.si', Timestamp: '', merchantid: '' })
  })

  it.each([
    ['a field twice', plain.replace('&WX=', '&Timestamp=1795829401&WX=')],
    ['a field twice with its like', plain.replace('&uid=', '&uid=&uid=')],
    ['another field', plain.replace('&WX=', '&wx=')],
    ['a field cut short', plain.replace('&Timestamp=', '&Timesta=')],
    ['something that is no field', plain.replace('&WX=', '&x&WX=')],
    ['fields in another order', plain.replace('&Number=P06&sign=384920', '&sign=384920&Number=P06')],
    ['something at its end', `${plain}&`],
    ['nothing', ''],
  ])('is none with %s', (_what, text) => expect(read(text)).toBeNull())
})

describe('Base64', () => {
  it.each(['', 'B4T6Wwtpsmo', 'B4T6Wwtpsmp=', 'B4T6Wwtpsmo=\n', 'B4T6-wtpsmo=', 'AAAA', 'B4T6 Wwtpsmo='])(
    'is not %j',
    (text) => expect(bytesOf(text)).toBeNull(),
  )
})

it('what was not padded is no message', () => {
  for (let last = 9; last < 256; last += 1) {
    const block = Buffer.from([1, 2, 3, 4, 5, 6, 7, last])
    expect(decrypt('ecb', rawEcb(block), keyOf(privateKey)), String(last)).toBeNull()
  }
  expect(decrypt('ecb', rawEcb(Buffer.from([1, 2, 3, 4, 5, 6, 7, 0])), keyOf(privateKey))).toBeNull()
  expect(decrypt('ecb', rawEcb(Buffer.from([1, 2, 3, 4, 5, 4, 3, 3])), keyOf(privateKey))).toBeNull()
  expect(decrypt('ecb', rawEcb(Buffer.alloc(8, 8)), keyOf(privateKey))).toHaveLength(0)
})

/** One block, as it is. */
const rawEcb = (block: Buffer): Buffer => Buffer.from(encrypt(block, privateKey, 'ecb'), 'base64').subarray(0, 8)
