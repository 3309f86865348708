import { describe, expect, it } from 'vitest'
import { readAddress } from '../../../../src/bff/qikeliao/address.ts'
import { examine } from '../../../../src/bff/qikeliao/examine.ts'
import { parametersOf, pathOf, qikeliao, type AddressParts } from '../../../support/qikeliao-address.ts'

const now = Date.parse('2026-11-28T09:30:00+08:00')
const monthMs = 30 * 86_400_000
const blockBytes = 8

type Cipher = 'cbc' | 'ecb'

/** From 18 bytes on the key of a message is the same in every address [docs/qikeliao.md]. */
const privateKeys = ['eighteen-chars-key', 'abcdefgh0123456789-twenty-four-and-more']

/** The first blocks of a colleague's old message, and behind them our own fresh one without its first blocks. */
function splices(cipher: Cipher, privateKey: string, names: { theirs: string; ours: string }): string[] {
  const make = (parts: Omit<AddressParts, 'cipher' | 'privateKey'>) => parametersOf({ ...parts, cipher, privateKey })
  const old = make({ at: now - monthMs, account: names.theirs, friendId: 'wxid_of_theirs' })
  const own = make({ at: now, account: names.ours, friendId: 'wxid_of_ours' })
  const [head, tail] = [Buffer.from(old.PKID, 'base64'), Buffer.from(own.PKID, 'base64')]
  const steps = (bytes: Buffer) => Array.from({ length: bytes.length / blockBytes }, (_, index) => index * blockBytes)
  return steps(head).flatMap((cut) =>
    steps(tail).map((from) => {
      const PKID = Buffer.concat([head.subarray(0, cut + blockBytes), tail.subarray(from)]).toString('base64')
      return pathOf({ ...own, PKID, UserID: old.UserID })
    }),
  )
}

function opens(path: string, cipher: Cipher, privateKey: string): boolean {
  const address = readAddress(path.split('?')[1] ?? '')
  const rules = { privateKey, merchantId: qikeliao.QKL_MERCHANT_ID, cipher }
  return address !== null && examine(address, rules, now).opening !== null
}

describe.each(privateKeys)('with the private key %s', (privateKey) => {
  // Without a chain blocks fit wherever they stand alike: names of lengths that are eight apart stay open.
  it.each([
    ['cbc', { theirs: 'zhang.wei', ours: 'li.si' }],
    ['cbc', { theirs: 'zhang.wei', ours: 'ouyang.jn' }],
    ['cbc', { theirs: 'li.si', ours: 'zhang.wei' }],
    ['ecb', { theirs: 'zhang.wei', ours: 'li.si' }],
    ['ecb', { theirs: 'li.si', ours: 'zhang.wei' }],
  ] as const)('by %s an old message of a colleague opens nothing with a fresh one behind it, %o', (cipher, names) => {
    const opened = splices(cipher, privateKey, names).filter((path) => opens(path, cipher, privateKey))
    expect(opened).toEqual([])
  })

  it.each(['cbc', 'ecb'] as const)('by %s the fresh one alone opens', (cipher) => {
    const path = pathOf(parametersOf({ at: now, account: 'li.si', friendId: 'wxid_1', cipher, privateKey }))
    expect(opens(path, cipher, privateKey)).toBe(true)
  })
})
