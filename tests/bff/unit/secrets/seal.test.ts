import { CompactEncrypt } from 'jose'
import { expect, it } from 'vitest'
import { deriveKeys } from '../../../../src/bff/secrets/keys.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'

const [one, two] = ['first-key-0123456789-0123456789-ab', 'second-key-0123456789-0123456789-a']

it('opens what it sealed, and never seals the same way twice', async () => {
  const seal = createSeal([one])
  const [first, second] = [await seal.seal('token 令牌', 'me'), await seal.seal('token 令牌', 'me')]
  expect(first).not.toBe(second)
  expect(first).not.toContain('token')
  expect(await seal.open(first, 'me')).toBe('token 令牌')
})

it('opens what an older key sealed, until that key is gone', async () => {
  const old = await createSeal([one]).seal('token', 'me')
  expect(await createSeal([two, one]).open(old, 'me')).toBe('token')
  expect(await createSeal([two]).open(old, 'me')).toBeNull()
})

it('does not open what was changed', async () => {
  const seal = createSeal([one])
  const sealed = await seal.seal('token', 'me')
  const parts = sealed.split('.')
  parts[3] = `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1)}`
  expect(await seal.open(parts.join('.'), 'me')).toBeNull()
  expect(await seal.open('nonsense', 'me')).toBeNull()
})

it('opens nothing for anybody but its owner', async () => {
  const seal = createSeal([one])
  const sealed = await seal.seal('token', 'connection of zhangsan')
  expect(await seal.open(sealed, 'connection of lisi')).toBeNull()
  const [, ...rest] = sealed.split('.')
  const head = (await seal.seal('other', 'connection of lisi')).split('.')[0]
  expect(await seal.open([head, ...rest].join('.'), 'connection of lisi')).toBeNull()
})

it('opens what the version before sealed for no owner, and wants it sealed anew', async () => {
  const [key] = deriveKeys([one], 'seal')
  const header = { alg: 'dir', enc: 'A256GCM', kid: key.kid }
  const sealed = await new CompactEncrypt(Buffer.from('token')).setProtectedHeader(header).encrypt(key.bytes)
  const seal = createSeal([one])
  expect(await seal.open(sealed, 'me')).toBe('token')
  expect(seal.isCurrent(sealed)).toBe(false)
  expect(seal.isCurrent(await seal.seal('token', 'me'))).toBe(true)
})

it('with keys of its own still opens what the keys of sessions sealed, and outlives those', async () => {
  const before = await createSeal([one]).seal('token', 'me')
  const seal = createSeal([two], [one])
  expect(await seal.open(before, 'me')).toBe('token')
  expect(seal.isCurrent(before)).toBe(false)
  const anew = await seal.seal('token', 'me')
  expect(await createSeal([two], ['a-session-key-made-today-0123456789']).open(anew, 'me')).toBe('token')
})

it('derives another key for each purpose', () => {
  const [seal] = deriveKeys([one], 'seal')
  const [session] = deriveKeys([one], 'session')
  expect(Buffer.from(seal.bytes).equals(session.bytes)).toBe(false)
  expect(seal.kid).not.toBe(session.kid)
})

it('hashes alike what is alike, apart for each purpose and key', () => {
  const seal = createSeal([one])
  expect(seal.hash('13800001111', 'phone')).toBe(createSeal([one]).hash('13800001111', 'phone'))
  const others = [
    seal.hash('13800001112', 'phone'),
    seal.hash('13800001111', 'mobile'),
    createSeal([two]).hash('13800001111', 'phone'),
  ]
  expect(others).not.toContain(seal.hash('13800001111', 'phone'))
})

it('tells what each of its keys makes of a text, the first one first', () => {
  const [before, after] = [createSeal([one]), createSeal([two], [one])]
  expect(after.hashes('a', 'phone')).toEqual([after.hash('a', 'phone'), before.hash('a', 'phone')])
})
