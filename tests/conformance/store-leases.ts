import { describe, expect, it } from 'vitest'
import { mirrorState } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function testLeases(subject: () => StoreUnderTest): void {
  describe('leases', () => {
    it('gives a lease to one owner until it runs out', async () => {
      const { store, other } = subject()
      expect(await store.leases.acquire('tasks', 'a', 1000, 500)).toBe(true)
      expect(await other.leases.acquire('tasks', 'b', 1499, 500)).toBe(false)
      expect(await other.leases.acquire('groups', 'b', 1499, 500)).toBe(true)
      expect(await other.leases.acquire('tasks', 'b', 1500, 500)).toBe(true)
      expect(await store.leases.acquire('tasks', 'a', 1501, 500)).toBe(false)
    })

    it('is extended by its owner, and by nobody else', async () => {
      const { store, other } = subject()
      await store.leases.acquire('tasks', 'a', 1000, 500)
      expect(await store.leases.acquire('tasks', 'a', 1400, 500)).toBe(true)
      expect(await other.leases.acquire('tasks', 'b', 1600, 500)).toBe(false)
    })

    it('tells when it runs out', async () => {
      const { store, other } = subject()
      expect(await other.leases.endsAt('tasks')).toBeNull()
      await store.leases.acquire('tasks', 'a', 1000, 500)
      expect(await other.leases.endsAt('tasks')).toBe(1500)
      await store.leases.release('tasks', 'a')
      expect(await other.leases.endsAt('tasks')).toBeNull()
    })

    it('is given back by its owner alone', async () => {
      const { store, other } = subject()
      await store.leases.acquire('tasks', 'a', 1000, 500)
      await other.leases.release('tasks', 'b')
      expect(await other.leases.acquire('tasks', 'b', 1001, 500)).toBe(false)
      await store.leases.release('tasks', 'a')
      expect(await other.leases.acquire('tasks', 'b', 1001, 500)).toBe(true)
    })

    it('goes to exactly one of many who ask at once', async () => {
      const { store, other } = subject()
      const owners = Array.from({ length: 20 }, (_, index) => `owner-${index}`)
      const asked = owners.map((owner, index) => (index % 2 ? store : other).leases.acquire('tasks', owner, 1000, 500))
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1)
    })
  })

  describe('mirrors', () => {
    it('has a blank state for a mirror that never ran', async () => {
      expect(await subject().store.mirrors.get('new')).toEqual(mirrorState({ name: 'new', startedAt: null }))
    })

    it('shares what was saved', async () => {
      const { store, other } = subject()
      const state = mirrorState({ checkpoint: { page: 3, ids: ['1'] }, rows: 7, completedAt: 1_700_000_000_123 })
      await store.mirrors.save(mirrorState({ lastError: 'timeout', lastErrorAt: 5 }))
      await store.mirrors.save(state)
      expect(await other.mirrors.get('field-tasks')).toEqual(state)
    })

    it.each([{ page: 3 }, null, 'text'])(
      'knows which version of the mapper kept the checkpoint %j',
      async (checkpoint) => {
        const { store, other } = subject()
        for (const version of [1, 2]) {
          for (const isRereading of [true, false]) {
            const state = mirrorState({ checkpoint, version, isRereading })
            await store.mirrors.save(state)
            expect(await other.mirrors.get('field-tasks')).toEqual(state)
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
