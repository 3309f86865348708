import { describe, expect, it } from 'vitest'
import type { LeftOutRow } from '../../src/bff/store/store.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const part = { source: 'waiqin', operation: 'queryTask', part: 'create 2026-11-01' } as const
const row = (more: Partial<LeftOutRow> = {}): LeftOutRow => ({
  id: null,
  field: 'task_id',
  subject: 'c1',
  staffIds: ['s1', 's2'],
  ...more,
})

export function testLeftOut(subject: () => StoreUnderTest): void {
  describe('rows left out', () => {
    it('are those of the last reading of each part, at every instance', async () => {
      const { store, other } = subject()
      await store.leftOut.put(part, [row(), row({ id: '“2”' })], 1000)
      await store.leftOut.put({ ...part, part: 'create 2026-10-02' }, [row({ subject: null, staffIds: [] })], 2000)
      await other.leftOut.put(part, [row({ id: '3' })], 3000)
      expect(await store.leftOut.all('waiqin')).toEqual([
        { ...part, ...row({ id: '3' }) },
        { ...part, part: 'create 2026-10-02', ...row({ subject: null, staffIds: [] }) },
      ])
      await store.leftOut.put(part, [], 4000)
      expect(await other.leftOut.all('waiqin')).toHaveLength(1)
    })

    it('are kept by source, operation and part', async () => {
      const { leftOut } = subject().store
      await leftOut.put(part, [row()], 1000)
      await leftOut.put({ ...part, source: 'tanma' }, [row()], 1000)
      await leftOut.put({ ...part, operation: 'queryCustomer' }, [row()], 1000)
      await leftOut.put({ ...part, source: 'youmi' }, [], 1000)
      expect(await leftOut.all('waiqin')).toHaveLength(2)
      expect(await leftOut.all('youmi')).toEqual([])
      await leftOut.put(part, [], 2000)
      expect((await leftOut.all('waiqin')).map(({ operation }) => operation)).toEqual(['queryCustomer'])
      expect(await leftOut.all('tanma')).toHaveLength(1)
    })

    it('are a hundred of a part and a thousand in all, newest readings first', async () => {
      const { leftOut } = subject().store
      const many = Array.from({ length: 150 }, (_, index) => row({ id: String(index) }))
      for (let day = 1; day <= 11; day += 1) await leftOut.put({ ...part, part: `${day}` }, many, day)
      const all = await leftOut.all('waiqin')
      expect(all).toHaveLength(1000)
      expect([all[0]?.part, all[99]?.id, all[100]?.part, all.at(-1)?.part]).toEqual(['11', '99', '10', '2'])
    })

    it('go where their part was not read again', async () => {
      const { leftOut } = subject().store
      await leftOut.put(part, [row()], 1000)
      await leftOut.put({ ...part, part: 'read later' }, [row()], 2000)
      await leftOut.sweep(2000)
      expect((await leftOut.all('waiqin')).map(({ part: read }) => read)).toEqual(['read later'])
    })
  })
}
