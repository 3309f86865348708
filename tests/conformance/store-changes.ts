import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from './store-under-test.ts'

const at = 1_700_000_000_123

export function testChanges(subject: () => StoreUnderTest): void {
  describe('changes', () => {
    it('are seen by every instance, per subject', async () => {
      const { store, other } = subject()
      await store.changes.mark('wm1', at)
      await store.changes.mark('wr1', at + 5)
      expect(await other.changes.of(['wm1', 'wr1', 'wm2'])).toEqual(
        new Map([
          ['wm1', at],
          ['wr1', at + 5],
        ]),
      )
      expect(await other.changes.of([])).toEqual(new Map())
    })

    it('are later with every mark, even by a clock that goes behind', async () => {
      const { store, other } = subject()
      await store.changes.mark('wm1', at)
      await other.changes.mark('wm1', at)
      expect(await store.changes.of(['wm1'])).toEqual(new Map([['wm1', at + 1]]))
      await other.changes.mark('wm1', at - 60_000)
      expect(await store.changes.of(['wm1'])).toEqual(new Map([['wm1', at + 2]]))
      await store.changes.mark('wm1', at + 60_000)
      expect(await other.changes.of(['wm1'])).toEqual(new Map([['wm1', at + 60_000]]))
    })

    it('lose no mark of many that come at once', async () => {
      const { store, other } = subject()
      await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).changes.mark('wm1', at)))
      expect(await store.changes.of(['wm1'])).toEqual(new Map([['wm1', at + 19]]))
    })

    it('are swept when they are old', async () => {
      const { store, other } = subject()
      await store.changes.mark('wm1', at)
      await store.changes.mark('wm2', at + 1)
      await store.changes.sweep(at + 1)
      expect(await other.changes.of(['wm1', 'wm2'])).toEqual(new Map([['wm2', at + 1]]))
    })
  })
}
