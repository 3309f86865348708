import { describe, expect, it } from 'vitest'
import { createCounter } from '../../src/bff/http/rate-counter.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function testRates(subject: () => StoreUnderTest): void {
  describe('rates', () => {
    it('adds up what all instances count', async () => {
      const { store, other } = subject()
      expect(await store.rates.add('a 60', 3, 1_700_000_000_123)).toBe(3)
      expect(await other.rates.add('a 60', 4, 1_700_000_000_123)).toBe(7)
      expect(await store.rates.add('b 60', 1, 1_700_000_000_123)).toBe(1)
    })

    it('loses no hit of many who count at once', async () => {
      const { store, other } = subject()
      const added = Array.from({ length: 40 }, (_, index) => (index % 2 ? store : other).rates.add('a 60', 2, 60))
      const sums = await Promise.all(added)
      expect(Math.max(...sums)).toBe(80)
    })

    it('forgets what is over, and nothing else', async () => {
      const { store, other } = subject()
      await store.rates.add('old 60', 5, 60)
      await store.rates.add('new 120', 5, 120)
      await other.rates.sweep(60)
      expect(await store.rates.add('old 60', 1, 60)).toBe(1)
      expect(await store.rates.add('new 120', 1, 120)).toBe(6)
    })

    it('lets two instances together through no more than the limit and a tenth of it each', async () => {
      const { store, other } = subject()
      const limit = { max: 100, windowMs: 60_000 }
      const telling: Promise<number>[] = []
      const counters = [store, other].map(({ rates }) => {
        const add: typeof rates.add = (...hits) => {
          const told = rates.add(...hits)
          telling.push(told)
          return told
        }
        return createCounter({ store: { ...rates, add }, clock: () => 1_700_000_000_000, log: { warn: () => {} } })
      })
      let passed = 0
      for (let round = 0; round < 100; round += 1) {
        for (const count of counters) passed += count('a', limit).hits <= limit.max ? 1 : 0
        await Promise.all(telling)
      }
      expect(passed).toBeGreaterThanOrEqual(100)
      expect(passed).toBeLessThanOrEqual(120)
    })
  })
}
