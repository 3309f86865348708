import { describe, expect, it } from 'vitest'
import { withSql } from '../support/with-sql.ts'
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

    it('are swept when they are old by the database’s own clock, whatever that of an instance said', async () => {
      const { store, other } = subject()
      await store.changes.mark('wm1', at)
      await other.changes.sweep(60_000)
      expect((await other.changes.of(['wm1'])).size).toBe(1)
      await other.changes.sweep(-60_000)
      expect((await store.changes.of(['wm1'])).size).toBe(0)
    })

    it('of the version before, which did not say when they were recorded, are swept by their own time', async () => {
      const { store, databaseUrl } = subject()
      await withSql(databaseUrl, [
        `insert into changes (subject, changed_at) values ('wm1', ${Date.now() - 61_000}), ('wm2', ${Date.now()})`,
      ])
      await store.changes.sweep(60_000)
      expect([...(await store.changes.of(['wm1', 'wm2'])).keys()]).toEqual(['wm2'])
    })
  })
}
