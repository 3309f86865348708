import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/bff/store/index.ts'
import { asRead, fieldTask, mirrorState } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'
import { withSql } from '../support/with-sql.ts'

export function testMigrations(subject: () => StoreUnderTest, makeDatabase: () => Promise<string>): void {
  describe('the database', () => {
    it('opens again with everything that was kept', async () => {
      const { store, databaseUrl } = subject()
      await store.fieldTasks.put([fieldTask()], mirrorState())
      const again = await openStore(databaseUrl)
      expect(await again.fieldTasks.size()).toBe(1)
      await again.close()
    })

    it('learns from what it kept when its tasks were made', async () => {
      const databaseUrl = await makeDatabase()
      const made = '2026-03-01T10:00:00+08:00'
      const rows = [made, '0000-01-01T00:00:00+08:00', null].map(
        (createdAt, index) => `('t${index}', 'c1', 100, 0, 'open', '[]', '${JSON.stringify({ createdAt })}')`,
      )
      const columns = 'task_id, customer_id, modified_at, is_deleted, status, staff_ids, body'
      await withSql(databaseUrl, [`insert into field_tasks (${columns}) values ${rows.join()}`], '007_rates')
      const again = await openStore(databaseUrl)
      const question = { customerIds: ['c1'], staffId: null, statuses: null }
      const ages = new Map((await again.fieldTasks.list(question)).map(({ taskId, createdAt }) => [taskId, createdAt]))
      expect([ages.get('t0'), ages.get('t2')]).toEqual([Date.parse(made), null])
      await again.close()
    })

    it('takes a mirror that was kept before mappers had versions for one of the first', async () => {
      const { store, databaseUrl } = subject()
      await withSql(databaseUrl, [
        `insert into mirrors (name, checkpoint, row_count, started_at) values ('field-tasks', '{"page":3}', 0, 1000)`,
      ])
      expect(await store.mirrors.get('field-tasks')).toEqual(asRead(mirrorState({ checkpoint: { page: 3 } })))
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
