import { expect, it } from 'vitest'
import { deriveKeys } from '../../../../src/bff/secrets/keys.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'

const [one, two] = ['first-key-0123456789-0123456789-ab', 'second-key-0123456789-0123456789-a']

it('opens what it sealed, and never seals the same way twice', async () => {
  const seal = createSeal([one])
  const [first, second] = [await seal.seal('token 令牌'), await seal.seal('token 令牌')]
  expect(first).not.toBe(second)
  expect(first).not.toContain('token')
  expect(await seal.open(first)).toBe('token 令牌')
})

it('opens what an older key sealed, until that key is gone', async () => {
  const old = await createSeal([one]).seal('token')
  expect(await createSeal([two, one]).open(old)).toBe('token')
  expect(await createSeal([two]).open(old)).toBeNull()
})

it('does not open what was changed', async () => {
  const seal = createSeal([one])
  const sealed = await seal.seal('token')
  const parts = sealed.split('.')
  parts[3] = `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1)}`
  expect(await seal.open(parts.join('.'))).toBeNull()
  expect(await seal.open('nonsense')).toBeNull()
})

it('derives another key for each purpose', () => {
  const [seal] = deriveKeys([one], 'seal')
  const [session] = deriveKeys([one], 'session')
  expect(Buffer.from(seal.bytes).equals(session.bytes)).toBe(false)
  expect(seal.kid).not.toBe(session.kid)
})
