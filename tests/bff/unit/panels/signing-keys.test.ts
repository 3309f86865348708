import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSigningKeys } from '../../../../src/bff/panels/signing-keys.ts'
import { createSeal } from '../../../../src/bff/secrets/seal.ts'
import type { Store } from '../../../../src/bff/store/store.ts'
import { createTestClock } from '../../../support/clock.ts'
import { openTestStore } from '../../../support/open-test-store.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const leadMs = 65 * 60_000
const old = 'an-older-sealing-key-of-the-tests-0123'
const current = 'a-sealing-key-of-the-tests-0123456789'
let store: Store
let time: ReturnType<typeof createTestClock>

beforeEach(async () => {
  store = await openTestStore()
  time = createTestClock()
})
afterEach(() => store.close())

/** A process that starts with these sealing keys. */
const start = (...secrets: string[]) =>
  createSigningKeys({ store, seal: createSeal(secrets), clock: time.clock, owner: secrets.join() })
const kidOf = async (keys: ReturnType<typeof start>) => (await keys.signing()).kid
const kidsOf = async (keys: ReturnType<typeof start>) => (await keys.published()).map(({ kid }) => kid)

describe('a signing key', () => {
  it('signs at once where it is the first, and is the same after a restart', async () => {
    const keys = start(current)
    const kid = await kidOf(keys)
    expect(await kidsOf(keys)).toEqual([kid])
    expect(await kidOf(start(current))).toBe(kid)
  })

  it('is published for more than an hour before it signs', async () => {
    const keys = start(current)
    const first = await kidOf(keys)
    time.pass(30 * dayMs)
    expect(await kidOf(keys)).toBe(first)
    const [second] = (await kidsOf(keys)).filter((kid) => kid !== first)
    time.pass(leadMs - 1)
    expect(await kidOf(keys)).toBe(first)
    time.pass(1)
    expect(await kidOf(keys)).toBe(second)
  })

  it('has no private half in the database, nor one that is published', async () => {
    const keys = start(current)
    await kidOf(keys)
    const [row] = await store.signingKeys.all()
    const published = await keys.published()
    expect(Object.keys(JSON.parse(row?.publicJwk ?? '')).toSorted()).toEqual(['crv', 'kty', 'x', 'y'])
    expect(published[0]).not.toHaveProperty('d')
    // Five parts: encrypted. What is within is read with the key alone.
    expect(row?.sealed.split('.')).toHaveLength(5)
    expect(await createSeal([old]).open(row?.sealed ?? '', `signing key ${row?.kid}`)).toBeNull()
    expect(await createSeal([current]).open(row?.sealed ?? '', `signing key ${row?.kid}`)).toMatch(/"d":"[\w-]{43}"/)
  })

  it('does not open as another one', async () => {
    await kidOf(start(current))
    const [row] = await store.signingKeys.all()
    expect(await createSeal([current]).open(row?.sealed ?? '', 'signing key another')).toBeNull()
  })
})

describe('a new sealing key', () => {
  it('in front of the old one seals the key anew, which signs on', async () => {
    const kid = await kidOf(start(old))
    expect(await kidOf(start(current, old))).toBe(kid)
    expect(await kidOf(start(current))).toBe(kid)
  })

  it('in place of the old one makes a new key at once; what the old one signed is still verified', async () => {
    const lost = await kidOf(start(old))
    const keys = start(current)
    const kid = await kidOf(keys)
    expect(kid).not.toBe(lost)
    expect((await kidsOf(keys)).toSorted()).toEqual([kid, lost].toSorted())
  })

  it('of one instance alone stops no other, and makes it no key', async () => {
    const before = start(old)
    const kid = await kidOf(before)
    await kidOf(start(current, old))
    time.pass(10 * 60_000)
    expect(await kidOf(before)).toBe(kid)
    expect(await store.signingKeys.all()).toHaveLength(1)
  })

  it('at each of many starts does not fill the table', async () => {
    for (let index = 0; index < 20; index += 1) await kidOf(start(`${current} ${index}`))
    expect(await store.signingKeys.all()).toHaveLength(8)
  })
})

describe('a clock that jumps', () => {
  it.each([8 * hourMs, 31 * dayMs, 400 * dayMs])(
    'by %i ms and back, again and again, asks for one key at most',
    async (ms) => {
      const keys = start(current)
      await kidOf(keys)
      for (let turn = 0; turn < 50; turn += 1) {
        time.jump(turn % 2 ? -ms : ms)
        await kidOf(keys)
        await keys.published()
      }
      expect((await store.signingKeys.all()).length).toBeLessThanOrEqual(2)
    },
  )

  it('and is then right lets a key sign that was there before', async () => {
    const keys = start(current)
    const first = await kidOf(keys)
    time.jump(400 * dayMs)
    await kidOf(keys)
    time.jump(-400 * dayMs)
    expect(await kidOf(keys)).toBe(first)
  })

  it('differs between two instances for good: each signs with what both publish', async () => {
    const ahead = createTestClock(time.now() + 60 * dayMs)
    const right = start(current)
    const wrong = createSigningKeys({ store, seal: createSeal([current]), clock: ahead.clock, owner: 'ahead' })
    const made = new Set<string>()
    for (let hour = 0; hour < 24 * 40; hour += 1) {
      const kids = [await kidOf(right), await kidOf(wrong)]
      for (const kid of kids) made.add(kid)
      for (const each of [right, wrong]) expect(await kidsOf(each)).toEqual(expect.arrayContaining([kids[0]]))
      time.pass(hourMs)
      ahead.pass(hourMs)
    }
    expect(made.size).toBeLessThanOrEqual(3)
  })
})

it('leaves out a key of a kind that only a later version makes', async () => {
  const keys = start(current)
  const kid = await kidOf(keys)
  const [row] = await store.signingKeys.all()
  const later = { kid: 'later', sealed: row?.sealed ?? '', publicJwk: '{"kty":"OKP"}', madeAt: time.now() }
  await store.signingKeys.put(later, 8)
  time.pass(61_000)
  expect([await kidOf(keys), await kidsOf(keys)]).toEqual([kid, [kid]])
})

it('remembers no failure of the database', async () => {
  const { signingKeys } = store
  let isDown = true
  const failing = { ...signingKeys, all: async () => (isDown ? Promise.reject(new Error('down')) : signingKeys.all()) }
  const keys = createSigningKeys({
    store: { ...store, signingKeys: failing },
    seal: createSeal([current]),
    clock: time.clock,
    owner: 'one',
  })
  await expect(keys.signing()).rejects.toThrow('down')
  isDown = false
  expect(await kidsOf(keys)).toHaveLength(1)
})
