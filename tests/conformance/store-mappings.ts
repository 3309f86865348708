import { describe, expect, it } from 'vitest'
import type { MappingPlan, PlannedChange } from '../../src/bff/store/mapping-store.ts'
import { readRows } from '../support/read-rows.ts'
import { withTables } from './with-tables.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const now = 1_700_000_000_000
const counts = { added: 1, changed: 0, unchanged: 3, removed: 0 }

const plan = (id: string, more: Partial<MappingPlan> = {}): MappingPlan => ({
  id,
  by: 'Boss',
  at: now,
  kind: 'import',
  title: 'staff.csv',
  counts,
  typed: null,
  expiresAt: now + 6e5,
  ...more,
})
const give = (userid: string, to: string): PlannedChange => ({
  userid,
  source: 'youmi',
  from: null,
  to,
  wasShared: false,
  isShared: false,
  before: [],
})
const applying = { by: 'boss', at: now + 1, linkedBy: 'import', ruled: [] }

export function testMappings(subject: () => StoreUnderTest): void {
  describe('plans and batches of staff ids', () => {
    it('are applied by whoever made them, in any spelling, at any instance', async () => {
      const { store, other } = subject()
      await store.mappings.plan(plan('p1', { typed: 7 }), [give('ZhangSan', 'b1')], 5)
      expect(await other.mappings.planned('p1', 'boss', now)).toEqual({ kind: 'import', typed: 7 })
      expect(await other.mappings.planned('p1', 'another', now)).toBeNull()
      expect(await other.mappings.apply('p1', { ...applying, by: 'another' })).toBeNull()
      expect(await other.mappings.apply('p1', applying)).toMatchObject({
        batchId: 'p1',
        written: [{ userid: 'ZhangSan' }],
      })
      expect(await store.links.staffLinks(['youmi', 'tanma'])).toEqual([
        { userid: 'ZhangSan', source: 'youmi', sourceId: 'b1', linkedBy: 'import', linkedAt: now + 1 },
      ])
      expect(await store.mappings.batches({ limit: 5, after: null })).toEqual([
        { id: 'p1', by: 'Boss', at: now + 1, kind: 'import', title: 'staff.csv', counts, undoable: 1, undoneAt: null },
      ])
    })

    it('end: a plan by its time, or one of a wrong clock; a batch with its row when it is old', async () => {
      const { store, other } = subject()
      await store.mappings.plan(plan('late', { expiresAt: now }), [give('a', '1')], 5)
      await store.mappings.plan(
        plan('future', { at: now + 3_600_000, expiresAt: now + 9_000_000 }),
        [give('b', '2')],
        5,
      )
      await store.mappings.plan(plan('good'), [give('c', '3')], 5)
      await store.mappings.plan(plan('batch'), [give('d', '4')], 5)
      await store.mappings.apply('batch', applying)
      for (const id of ['late', 'future']) expect(await other.mappings.planned(id, 'boss', now)).toBeNull()
      await other.mappings.sweep({ now, before: now + 1 })
      expect(await store.mappings.planned('good', 'boss', now)).not.toBeNull()
      expect(await store.mappings.rows('batch', { limit: 5, after: -1 })).toHaveLength(1)
      await other.mappings.sweep({ now, before: now + 2 })
      expect(await store.mappings.rows('batch', { limit: 5, after: -1 })).toBeNull()
      const tables = await withTables(subject().databaseUrl)
      expect(await tables.count('mapping_rows')).toBe(1)
      await tables.close()
    })

    it('are the newest of each person', async () => {
      const { store } = subject()
      for (const id of ['a', 'b', 'c']) await store.mappings.plan(plan(id, { at: now + id.charCodeAt(0) }), [], 2)
      await store.mappings.plan(plan('theirs', { by: 'another' }), [], 2)
      const held = await Promise.all(['a', 'b', 'c'].map((id) => store.mappings.planned(id, 'boss', now + 100)))
      expect(held.map((each) => each !== null)).toEqual([false, true, true])
    })

    it('forget an administrator who is erased as the giver of ids, in links and in their rows', async () => {
      const { store, other, databaseUrl } = subject()
      await store.mappings.plan(plan('p1'), [give('ZhangSan', 'b1')], 5)
      await store.mappings.apply('p1', { ...applying, linkedBy: 'Boss' })
      await store.erasures.staff('boss', now + 2)
      expect(JSON.stringify((await readRows(databaseUrl)).mapping_rows)).not.toMatch(/boss/i)
      expect(await other.links.staffLinks(['youmi'])).toMatchObject([{ linkedBy: 'former colleague' }])
      const undoing = { id: 'u1', by: 'x', at: now + 3, ruled: [], mayHave: () => true }
      expect(await store.mappings.undo('p1', undoing)).toMatchObject({ kept: 0 })
    })

    it('leave the next holder of a userid not the giver of ids', async () => {
      const { store, other } = subject()
      await store.mappings.plan(plan('p1'), [give('ZhangSan', 'b1')], 5)
      await store.mappings.apply('p1', { ...applying, linkedBy: 'Boss' })
      await store.departures.leave('boss', now + 2, true)
      await store.departures.giveAway('boss', now + 3)
      expect(await other.links.staffLinks(['youmi'])).toMatchObject([{ linkedBy: `Boss left ${now + 2}` }])
      const undoing = { id: 'u1', by: 'x', at: now + 4, ruled: [], mayHave: () => true }
      expect(await store.mappings.undo('p1', undoing)).toMatchObject({ kept: 0 })
    })

    it('leave the next holder of a userid not the maker of a batch, until that is restored', async () => {
      const { store, other } = subject()
      await store.mappings.plan(plan('p1'), [give('ZhangSan', 'b1')], 5)
      await store.mappings.apply('p1', applying)
      await store.departures.leave('boss', now + 2, true)
      await store.departures.giveAway('boss', now + 3)
      const makers = async () => (await other.mappings.batches({ limit: 5, after: null })).map(({ by }) => by)
      expect(await makers()).toEqual([`Boss left ${now + 2}`])
      await store.departures.restore('boss')
      expect(await makers()).toEqual(['Boss'])
      await store.departures.leave('boss', now + 4, true)
      await store.departures.giveAway('boss', now + 5)
      await store.erasures.staff('boss', now + 6)
      expect(await makers()).toEqual(['former colleague'])
    })

    it('forget who is erased, as one of their people and as their maker', async () => {
      const { store } = subject()
      await store.mappings.plan(plan('p1'), [give('ZhangSan', 'b1'), give('lisi', 'b2')], 5)
      await store.mappings.apply('p1', applying)
      const { removed } = await store.erasures.staff('zhangsan', now)
      expect(removed).toEqual(expect.arrayContaining([{ table: 'mapping_rows', rows: 1 }]))
      await store.erasures.staff('boss', now)
      expect(await store.mappings.batches({ limit: 5, after: null })).toMatchObject([
        { by: 'former colleague', undoable: 1 },
      ])
      expect(
        await store.mappings.undo('p1', { id: 'u1', by: 'x', at: now + 2, ruled: [], mayHave: () => true }),
      ).toMatchObject({ kept: 0 })
    })
  })
}
