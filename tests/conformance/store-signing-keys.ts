import { describe, expect, it } from 'vitest'
import { keyEndsAt } from '../../src/bff/panels/key-life.ts'
import { createSigningKeys } from '../../src/bff/panels/signing-keys.ts'
import { createSeal } from '../../src/bff/secrets/seal.ts'
import type { SigningKeyRow, Store } from '../../src/bff/store/store.ts'
import { createTestClock } from '../support/clock.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const row = (kid: string, madeAt: number): SigningKeyRow => ({ kid, sealed: `sealed ${kid}`, publicJwk: '{}', madeAt })

export function testSigningKeys(subject: () => StoreUnderTest): void {
  const kidsOf = async ({ signingKeys }: Store) => (await signingKeys.all()).map(({ kid }) => kid).toSorted()

  describe('signing keys', () => {
    it('are shared', async () => {
      const { store, other } = subject()
      const key = row('a', 1_700_000_000_123)
      await store.signingKeys.put(key, 8)
      expect(await other.signingKeys.all()).toEqual([key])
    })

    it('are no more than they may be: the new one and the newest others', async () => {
      const { store, other } = subject()
      for (const [kid, madeAt] of [
        ['a', 1],
        ['b', 9],
        ['c', 3],
        ['d', 2],
      ] as const)
        await store.signingKeys.put(row(kid, madeAt), 3)
      expect(await kidsOf(other)).toEqual(['b', 'c', 'd'])
    })

    it('are sealed anew only from what they were', async () => {
      const { store, other } = subject()
      await store.signingKeys.put(row('a', 1), 8)
      await store.signingKeys.reseal(row('a', 1), 'again')
      await other.signingKeys.reseal(row('a', 1), 'too late')
      expect((await store.signingKeys.all())[0]?.sealed).toBe('again')
    })

    it('go once a newer one has been known for long enough', async () => {
      const { store, other } = subject()
      const ends = { retired: 100, known: 130, unused: 50 }
      await store.signingKeys.put(row('old', 99), 8)
      await store.signingKeys.put(row('younger', 130), 8)
      await other.signingKeys.sweep(ends)
      expect(await kidsOf(store)).toEqual(['old', 'younger'])
      await other.signingKeys.sweep({ ...ends, known: 131 })
      expect(await kidsOf(store)).toEqual(['younger'])
    })

    it('go without a newer one where nothing was signed for long', async () => {
      const { store, other } = subject()
      await store.signingKeys.put(row('last', 99), 8)
      await other.signingKeys.sweep({ retired: 100, known: 130, unused: 99 })
      expect(await kidsOf(store)).toEqual(['last'])
      await other.signingKeys.sweep({ retired: 100, known: 130, unused: 100 })
      expect(await kidsOf(store)).toEqual([])
    })

    describe('made by instances', () => {
      const seal = createSeal(['a-sealing-key-of-the-tests-0123456789'])
      const instance = (store: Store, owner: string, clock = createTestClock().clock) =>
        createSigningKeys({ store, seal, clock, owner })

      it('are one where two ask at the same moment, and both sign with it', async () => {
        const { store, other } = subject()
        const both = [instance(store, 'one'), instance(other, 'other')]
        const keys = await Promise.all(both.map((each) => each.signing()))
        expect(keys[0]?.kid).toBe(keys[1]?.kid)
        expect(await kidsOf(store)).toEqual([keys[0]?.kid])
      })

      it('are published everywhere when they are two after all', async () => {
        const { store, other } = subject()
        const time = createTestClock()
        // An instance that could not wait for the other's lease.
        const free = { acquire: async () => true, release: async () => undefined }
        const hasty = (each: Store, owner: string) =>
          instance({ ...each, leases: { ...each.leases, ...free } }, owner, time.clock)
        const both = [hasty(store, 'one'), hasty(other, 'other')]
        const kids = (await Promise.all(both.map((each) => each.signing()))).map(({ kid }) => kid)
        time.pass(61_000)
        const published = await Promise.all(both.map((each) => each.published()))
        for (const keys of published)
          expect(keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([...new Set(kids)]))
        expect((await kidsOf(store)).length).toBeLessThanOrEqual(2)
      })

      it('change every 30 days, and a verifier that looks once an hour knows each in time', async () => {
        const { store, other } = subject()
        const time = createTestClock()
        const both = [instance(store, 'one', time.clock), instance(other, 'other', time.clock)] as const
        let cache = { kids: new Set<string>(), at: -Infinity }
        const signedLast = new Map<string, number>()
        let most = 0
        for (let step = 0; time.now() < createTestClock().now() + 70 * dayMs; step += 1) {
          const [here, there] = step % 2 ? both : [both[1], both[0]]
          const { kid } = await here.signing()
          signedLast.set(kid, time.now())
          if (time.now() - cache.at >= hourMs)
            cache = { kids: new Set((await there.published()).map((key) => key.kid)), at: time.now() }
          expect(cache.kids).toContain(kid)
          if (step % 6 === 0) await store.signingKeys.sweep(keyEndsAt(time.now()))
          const kept = await kidsOf(other)
          most = Math.max(most, kept.length)
          for (const [each, at] of signedLast) if (time.now() - at < 5 * minuteMs + hourMs) expect(kept).toContain(each)
          time.pass(30 * minuteMs + 1000)
        }
        expect([signedLast.size, most]).toEqual([3, 2])
      }, 60_000)
    })
  })
}
