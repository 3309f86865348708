import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/bff/store/index.ts'
import { fieldTask, mirrorState } from './store-rows.ts'
import type { StoreUnderTest } from './store.ts'

export function testMigrations(subject: () => StoreUnderTest, makeDatabase: () => Promise<string>): void {
  describe('the database', () => {
    it('opens again with everything that was kept', async () => {
      const { store, databaseUrl } = subject()
      await store.fieldTasks.put([fieldTask()], mirrorState())
      const again = await openStore(databaseUrl)
      expect(await again.fieldTasks.size()).toBe(1)
      await again.close()
    })

    it('is made once by instances that start together', async () => {
      const databaseUrl = await makeDatabase()
      const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(databaseUrl)))
      await stores[0]?.tokens.put('wecom', 'sealed', 1)
      expect(await stores[4]?.tokens.get('wecom')).toEqual({ sealed: 'sealed', expiresAt: 1 })
      await Promise.all(stores.map((store) => store.close()))
    })

    it('answers a ping until it is closed', async () => {
      const { databaseUrl } = subject()
      const store = await openStore(databaseUrl)
      await expect(store.ping()).resolves.toBeUndefined()
      await store.close()
      await expect(store.ping()).rejects.toThrow()
    })
  })
}
