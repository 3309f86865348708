import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from './store-under-test.ts'

const connection = { userid: 'zhangsan', source: 'yunzhong', sealed: 's1', createdAt: 1000 }

export function testPeople(subject: () => StoreUnderTest): void {
  describe('connections', () => {
    it('are kept per person and source, and replaced', async () => {
      const { store, other } = subject()
      expect(await store.connections.get('zhangsan', 'yunzhong')).toBeNull()
      await store.connections.put(connection)
      await store.connections.put({ ...connection, userid: 'lisi', sealed: 's2' })
      expect(await other.connections.get('zhangsan', 'yunzhong')).toEqual(connection)
      expect(await other.connections.get('zhangsan', 'else')).toBeNull()
      await other.connections.put({ ...connection, sealed: 's3', createdAt: 2000 })
      expect(await store.connections.get('zhangsan', 'yunzhong')).toMatchObject({ sealed: 's3', createdAt: 2000 })
    })

    it('are renewed only while they are still those', async () => {
      const { connections } = subject().store
      await connections.put(connection)
      await connections.renew(connection, 's2')
      await connections.renew(connection, 's3')
      expect(await connections.get('zhangsan', 'yunzhong')).toEqual({ ...connection, sealed: 's2' })
    })

    it('are removed, or only if they are still those', async () => {
      const { connections } = subject().store
      await connections.put(connection)
      expect(await connections.remove('zhangsan', 'yunzhong', 'older')).toBe(false)
      expect(await connections.remove('zhangsan', 'yunzhong', 's1')).toBe(true)
      await connections.put(connection)
      expect(await connections.remove('zhangsan', 'yunzhong')).toBe(true)
      expect(await connections.remove('zhangsan', 'yunzhong')).toBe(false)
    })
  })

  describe('failed sign-ins', () => {
    const limits = { slots: 3, now: 1000, expiresAt: 5000 }

    it('take one slot each, until there is none', async () => {
      const { store, other } = subject()
      const taken = []
      for (const { loginTries } of [store, other, store]) taken.push(await loginTries.take('a', limits))
      expect(taken).toEqual([{ slot: 0 }, { slot: 1 }, { slot: 2 }])
      expect(await other.loginTries.take('a', { ...limits, now: 4999 })).toEqual({ freeAt: 5000 })
      expect(await other.loginTries.take('b', limits)).toEqual({ slot: 0 })
    })

    it('are never more than the slots, however many come at once', async () => {
      const { store, other } = subject()
      const all = await Promise.all(
        Array.from({ length: 10 }, (_, at) => (at % 2 ? store : other).loginTries.take('a', limits)),
      )
      expect(all.flatMap((taken) => ('slot' in taken ? [taken.slot] : [])).sort()).toEqual([0, 1, 2])
    })

    it('are free where they were taken by a clock that was ahead', async () => {
      const { loginTries } = subject().store
      const hourMs = 3_600_000
      const ahead = { slots: 1, now: 1000 + 8 * hourMs, expiresAt: 5000 + 8 * hourMs }
      expect(await loginTries.take('a', ahead)).toEqual({ slot: 0 })
      expect(await loginTries.take('a', { ...limits, slots: 1 })).toEqual({ slot: 0 })
      expect(await loginTries.take('a', { ...limits, slots: 1 })).toEqual({ freeAt: 5000 })
    })

    it('are free again after their time, when given back, and when cleared', async () => {
      const { loginTries } = subject().store
      for (let slot = 0; slot < 3; slot += 1) await loginTries.take('a', { ...limits, expiresAt: 5000 + slot })
      expect(await loginTries.take('a', { ...limits, now: 5000, expiresAt: 9000 })).toEqual({ slot: 0 })
      await loginTries.give('a', 2)
      expect(await loginTries.take('a', { ...limits, expiresAt: 9000 })).toEqual({ slot: 2 })
      await loginTries.clear('a')
      expect(await loginTries.take('a', limits)).toEqual({ slot: 0 })
    })
  })

  describe('placements', () => {
    it('keep who placed what first, and when', async () => {
      const { store, other } = subject()
      await store.placements.put('zhangsan', '7', '0', 1000)
      await other.placements.put('zhangsan', '7', '0', 2000)
      await store.placements.put('zhangsan', '7', 'all', 3000)
      await store.placements.put('zhangsan', '8', '2', 4000)
      await store.placements.put('lisi', '7', '1', 5000)
      expect(await other.placements.of('zhangsan', ['7', '8', '9'])).toEqual(
        new Map([
          [
            '7',
            new Map([
              ['0', 1000],
              ['all', 3000],
            ]),
          ],
          ['8', new Map([['2', 4000]])],
        ]),
      )
      expect(await other.placements.of('zhangsan', [])).toEqual(new Map())
    })
  })
}
