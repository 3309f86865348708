import { describe, expect, it } from 'vitest'
import type { StoreUnderTest } from './store-under-test.ts'
import { fieldTask, mirrorState } from './store-rows.ts'

export function testVersion(subject: () => StoreUnderTest): void {
  describe('the version', () => {
    it('stays while nobody writes', async () => {
      const { store } = subject()
      // A server may have something of its own to write now and then.
      await expect
        .poll(async () => {
          const before = await store.version()
          await store.links.ofContact('wm1')
          return (await store.version()) === before
        })
        .toBe(true)
    })

    it('is another one after anybody has written', async () => {
      const { store, other } = subject()
      for (const writer of [store, other]) {
        const before = [await store.version(), await other.version()]
        await writer.fieldTasks.put([fieldTask()], mirrorState())
        expect(await store.version()).not.toBe(before[0])
        expect(await other.version()).not.toBe(before[1])
      }
    })

    it('is read anew for each who asks', async () => {
      const { store } = subject()
      const before = await store.version()
      const underWay = store.version()
      await store.changes.mark('wm1', 1)
      const after = await Promise.all([store.version(), store.version()])
      expect(after).not.toContain(before)
      await underWay
    })
  })
}
