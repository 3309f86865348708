import { describe, expect, it } from 'vitest'
import { checkQikeliao } from '../../../../src/bff/commands/check-qikeliao.ts'
import {
  addressOf,
  encrypt,
  parametersOf,
  pathOf,
  qikeliao,
  type AddressParts,
} from '../../../support/qikeliao-address.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const usual = { at: now, account: 'li.si', friendId: 'wxid_test01' }
const origin = 'https://desk.example.com'

function check(address: string, cipher: 'cbc' | 'ecb' = 'cbc'): [code: number, said: string] {
  const { QKL_PRIVATE_KEY: privateKey, QKL_MERCHANT_ID: merchantId } = qikeliao
  const lines: string[] = []
  const config = { privateKey, merchantId, cipher, frameAncestors: [] }
  const code = checkQikeliao(address, { config, now, print: (line) => void lines.push(line) })
  return [code, lines.join('\n')]
}
const checkOf = (parts: Partial<AddressParts>) => check(origin + addressOf({ ...usual, ...parts }))

describe('an address that was pasted', () => {
  it('is right, whole or its query alone', () => {
    const path = addressOf(usual)
    for (const address of [`${origin}${path}`, `  ${origin}${path}#top\n`, path.split('?')[1] ?? '']) {
      const [code, said] = check(address)
      expect(said).toContain('一切正常：正常 10')
      expect(code).toBe(0)
    }
  })

  it.each([
    ['ecb', 'cbc'],
    ['cbc', 'ecb'],
  ] as const)('tells that QKL_CIPHER should be %s and not %s', (cipher, configured) => {
    const [code, said] = check(addressOf({ ...usual, cipher }), configured)
    expect(said).toContain(`QKL_CIPHER=${cipher}`)
    expect(said).toContain('正常 9，注意 0，故障 1')
    expect(code).toBe(1)
  })

  it('tells that the key is another', () => {
    const [code, said] = checkOf({ privateKey: 'another-key' })
    expect(said).toMatch(/cbc 和 ecb 都解不出[^]*核对 QKL_PRIVATE_KEY/)
    expect(said).toContain('消息体读不出来，看不到')
    expect(code).toBe(1)
  })

  it.each<[string, Partial<AddressParts>, string]>([
    ['there is another field', { body: { phone: '1' } }, '有文档以外的字段'],
    ['the merchant is another', { body: { merchantid: '1' } }, 'merchantid 不是 QKL_MERCHANT_ID'],
    ['the two names differ', { body: { UserID: 'wang.wu' } }, '消息体里的 UserID 和地址里的不一样'],
    ['the two times differ', { body: { Timestamp: '1700000000' } }, 'time 和 Timestamp 读不出来，或相差超过 5 分钟'],
    ['there is no friend', { friendId: '' }, '没有能用的 originalId'],
  ])('tells that %s', (_what, parts, says) => {
    const [code, said] = checkOf(parts)
    expect(said).toContain(says)
    expect(code).toBe(1)
  })

  it('that is old is worth a look, not a failure', () => {
    const [code, said] = checkOf({ at: now - 3_600_000 })
    expect(said).toContain('可以运行，有要注意的')
    expect(code).toBe(0)
  })

  it.each(['', 'https://desk.example.com/', '/embed/qkl?Type=WL', 'nonsense'])(
    'that is none is told: %j',
    (address) => {
      const [code, said] = check(address)
      expect(said).toContain('参数缺了')
      expect(code).toBe(1)
    },
  )

  it('is repeated in nothing that is said', () => {
    const right = parametersOf(usual)
    const swapped = { ...right, UserID: encrypt('wang.wu', qikeliao.QKL_PRIVATE_KEY) }
    for (const parameters of [right, swapped, { ...right, PKID: 'x' }]) {
      const [, said] = check(pathOf(parameters))
      const secrets = [
        ...Object.values(right).slice(1),
        'li.si',
        'wang.wu',
        'wxid',
        '13800001111',
        'dock-password',
        'k3y',
      ]
      for (const secret of secrets) expect(said).not.toContain(secret)
    }
  })
})
