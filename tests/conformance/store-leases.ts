import { describe, expect, it } from 'vitest'
import { asRead, mirrorState } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'
import { withSql } from '../support/with-sql.ts'

export function testLeases(subject: () => StoreUnderTest): void {
  const ttlMs = 30_000

  /** As if this time had passed for the database. */
  const pass = (ms: number) => withSql(subject().databaseUrl, [`update leases set expires_at = expires_at - ${ms}`])

  describe('leases', () => {
    it('gives a lease to one owner until it runs out', async () => {
      const { store, other } = subject()
      expect(await store.leases.acquire('tasks', 'a', ttlMs)).toBe(true)
      expect(await other.leases.acquire('tasks', 'b', ttlMs)).toBe(false)
      expect(await other.leases.acquire('others', 'b', ttlMs)).toBe(true)
      await pass(ttlMs)
      expect(await other.leases.acquire('tasks', 'b', ttlMs)).toBe(true)
      expect(await store.leases.acquire('tasks', 'a', ttlMs)).toBe(false)
    })

    it('is extended by its owner, and by nobody else', async () => {
      const { store, other } = subject()
      await store.leases.acquire('tasks', 'a', ttlMs)
      await pass(20_000)
      expect(await store.leases.extend('tasks', 'a', ttlMs)).toBe(true)
      expect(await store.leases.extend('tasks', 'b', ttlMs)).toBe(false)
      await pass(20_000)
      expect(await other.leases.acquire('tasks', 'b', ttlMs)).toBe(false)
    })

    it('is not extended once another had it, though that one has given it back', async () => {
      const { store, other } = subject()
      await store.leases.acquire('tasks', 'a', ttlMs)
      await pass(ttlMs)
      await other.leases.acquire('tasks', 'b', ttlMs)
      await other.leases.release('tasks', 'b')
      expect(await store.leases.extend('tasks', 'a', ttlMs)).toBe(false)
    })

    it('tells how long it is held', async () => {
      const { store, other } = subject()
      expect(await other.leases.msLeft('tasks')).toBe(0)
      await store.leases.acquire('tasks', 'a', ttlMs)
      const left = await other.leases.msLeft('tasks')
      expect(left).toBeGreaterThan(ttlMs - 5000)
      expect(left).toBeLessThanOrEqual(ttlMs)
      await pass(2 * ttlMs)
      expect(await other.leases.msLeft('tasks')).toBe(0)
    })

    it('is given back by its owner alone', async () => {
      const { store, other } = subject()
      await store.leases.acquire('tasks', 'a', ttlMs)
      await other.leases.release('tasks', 'b')
      expect(await other.leases.acquire('tasks', 'b', ttlMs)).toBe(false)
      await store.leases.release('tasks', 'a')
      expect(await other.leases.acquire('tasks', 'b', ttlMs)).toBe(true)
    })

    it('goes to exactly one of many who ask at once', async () => {
      const { store, other } = subject()
      const owners = Array.from({ length: 20 }, (_, index) => `owner-${index}`)
      const asked = owners.map((owner, index) => (index % 2 ? store : other).leases.acquire('tasks', owner, ttlMs))
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1)
    })

    it('is free where it ends later than any may, as one does that an instance of the version before took with its clock ahead', async () => {
      const { store, other } = subject()
      await store.leases.acquire('tasks', 'a', ttlMs)
      await pass(-8 * 3_600_000)
      expect(await other.leases.msLeft('tasks')).toBe(0)
      expect(await other.leases.acquire('tasks', 'b', ttlMs)).toBe(true)
      expect(await store.leases.acquire('tasks', 'a', ttlMs)).toBe(false)
    })
  })

  describe('mirrors', () => {
    it('has a blank state for a mirror that never ran', async () => {
      expect(await subject().store.mirrors.get('new')).toEqual(asRead(mirrorState({ name: 'new', startedAt: null })))
    })

    it('shares what was saved', async () => {
      const { store, other } = subject()
      const state = mirrorState({ checkpoint: { page: 3, ids: ['1'] }, rows: 7, completedAt: 1_700_000_000_123 })
      await store.mirrors.save(mirrorState({ lastError: 'timeout', lastErrorAt: 5 }))
      await store.mirrors.save(state)
      expect(await other.mirrors.get('field-tasks')).toEqual(asRead(state))
    })

    it.each([{ page: 3 }, null, 'text'])(
      'knows which version of the mapper kept the checkpoint %j',
      async (checkpoint) => {
        const { store, other } = subject()
        for (const version of [1, 2]) {
          for (const isRereading of [true, false]) {
            const state = mirrorState({ checkpoint, version, isRereading })
            await store.mirrors.save(state)
            expect(await other.mirrors.get('field-tasks')).toEqual(asRead(state))
          }
        }
      },
    )
  })

  describe('tokens', () => {
    it('shares a token, and the newest replaces it', async () => {
      const { store, other } = subject()
      expect(await store.tokens.get('wecom')).toBeNull()
      await store.tokens.put('wecom', 'sealed-1', 1000)
      await store.tokens.put('wecom', 'sealed-2', 1_700_000_000_123)
      expect(await other.tokens.get('wecom')).toEqual({ sealed: 'sealed-2', expiresAt: 1_700_000_000_123 })
    })

    it('drops a token only if it is still that one', async () => {
      const { store, other } = subject()
      await store.tokens.put('wecom', 'sealed-1', 1000)
      await other.tokens.put('wecom', 'sealed-2', 2000)
      await store.tokens.drop('wecom', 'sealed-1')
      expect(await store.tokens.get('wecom')).toEqual({ sealed: 'sealed-2', expiresAt: 2000 })
      await store.tokens.drop('wecom', 'sealed-2')
      expect(await other.tokens.get('wecom')).toBeNull()
    })
  })
}
