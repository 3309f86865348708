import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from './store-under-test.ts'

const at = Date.parse('2026-11-20T10:00:00+08:00')
const times = { now: at, expiresAt: at + 900_000 }

export function testOpenings(subject: () => StoreUnderTest): void {
  describe('addresses of 企客聊', () => {
    it('are taken once over all instances, however many come at once', async () => {
      const { store, other } = subject()
      const all = Array.from({ length: 10 }, (_, index) => (index % 2 ? store : other).openings.take(['a'], times))
      expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1)
      expect(await other.openings.take(['b'], times)).toBe(true)
    })

    it('are taken by each of their hashes: an instance may not know the newest key yet', async () => {
      const { store, other } = subject()
      expect(await store.openings.take(['new', 'old'], times)).toBe(true)
      expect(await other.openings.take(['old'], times)).toBe(false)
      expect(await other.openings.take(['newer', 'new', 'old'], times)).toBe(false)
    })

    it('are forgotten when their time is over, by the next one or by the sweep', async () => {
      const { store, other } = subject()
      await store.openings.take(['a'], times)
      await store.openings.take(['b'], { now: at, expiresAt: times.expiresAt + 2 })
      expect(await other.openings.take(['a'], { ...times, now: times.expiresAt - 1 })).toBe(false)
      expect(await other.openings.take(['a'], { now: times.expiresAt, expiresAt: times.expiresAt + 1 })).toBe(true)
      expect(await other.openings.take(['b'], { ...times, now: at })).toBe(false)
      await store.openings.sweep(times.expiresAt + 2)
      expect(await other.openings.take(['b'], { ...times, now: at })).toBe(true)
    })
  })
}
