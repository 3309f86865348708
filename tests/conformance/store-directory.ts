import { describe, expect, it } from 'vitest'
import {
  member,
  seedMembers,
  seedNamed,
  seedTasks,
  seedVendor,
  staffLink,
  vendorPerson,
} from '../support/seed-people.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const at = 1_700_000_000_000
const later = at + 86_400_000
const unseen = { before: later, after: later + 60_000 }

export function testDirectory(subject: () => StoreUnderTest): void {
  const holder = async (name: string) => {
    await subject().store.leases.acquire(name, 'me', 60_000)
    return { name, heldBy: 'me' }
  }

  describe('the people of WeCom', () => {
    it('are kept in their own spelling, once whatever the case', async () => {
      const { store, other } = subject()
      await seedMembers(store, [member('ZhangSan', '张三', { departments: ['销售部', '万州'] })], at)
      await seedMembers(store, [member('zhangsan', '张三丰', { hasCustomerRight: false })], later)
      expect(await other.people.members()).toEqual([
        { userid: 'zhangsan', name: '张三丰', departments: ['成都'], hasCustomerRight: false, leftAt: null },
      ])
    })

    it('have left when a reading does not mention them, and are no longer than userid and name', async () => {
      const { store } = subject()
      await seedMembers(store, [member('lisi', '李四'), member('wangwu', '王五')], at)
      await seedMembers(store, [member('lisi', '李四')], later)
      expect(await store.people.leave(unseen, later, await holder('people-wecom'))).toBe(1)
      expect((await store.people.members()).find(({ userid }) => userid === 'wangwu')).toEqual({
        userid: 'wangwu',
        name: '王五',
        departments: [],
        hasCustomerRight: false,
        leftAt: later,
      })
    })

    it('are back when a reading mentions them again', async () => {
      const { store } = subject()
      await seedMembers(store, [member('wangwu', '王五')], at)
      await store.people.leave(unseen, later, await holder('people-wecom'))
      await store.leases.release('people-wecom', 'me')
      await seedMembers(store, [member('wangwu', '王五')], later)
      expect(await store.people.members()).toMatchObject([{ userid: 'wangwu', leftAt: null, departments: ['成都'] }])
    })

    it('are forgotten some time after they left, and nobody else is', async () => {
      const { store } = subject()
      await seedMembers(store, [member('wangwu', '王五')], at)
      await store.people.leave(unseen, later, await holder('people-wecom'))
      await store.leases.release('people-wecom', 'me')
      await seedMembers(store, [member('lisi', '李四')], later)
      await store.people.sweep(later)
      expect(await store.people.members()).toHaveLength(2)
      await store.people.sweep(later + 1)
      expect(await store.people.members()).toMatchObject([{ userid: 'lisi' }])
    })

    it('are written by the holder of the lease alone', async () => {
      const { store } = subject()
      const state = { ...(await store.mirrors.get('people-wecom')), startedAt: at, heldBy: 'nobody' }
      await expect(store.people.putMembers([member('lisi', '李四')], state)).rejects.toThrow('lost')
      await expect(store.people.leave(unseen, at, state)).rejects.toThrow('lost')
      expect(await store.people.members()).toEqual([])
    })
  })

  describe('the people of a vendor', () => {
    it('are those of its last reading, and no other vendor’s', async () => {
      const { store, other } = subject()
      await seedVendor(store, 'waiqin', [vendorPerson('1', '张三'), vendorPerson('2', '李四')], at)
      await seedVendor(store, 'tanma', [vendorPerson('1', null, { state: 'unknown', department: null })], at)
      await seedVendor(store, 'waiqin', [vendorPerson('1', '张三', { code: '007', state: 'disabled' })], later)
      expect(await store.people.sweepVendor('waiqin', unseen, await holder('people-waiqin'))).toBe(1)
      const kept = (await other.people.vendor()).toSorted((one, two) => (one.source < two.source ? -1 : 1))
      expect(kept).toEqual([
        { source: 'tanma', ...vendorPerson('1', null, { state: 'unknown', department: null }) },
        { source: 'waiqin', ...vendorPerson('1', '张三', { code: '007', state: 'disabled' }) },
      ])
    })

    it('stay as its list told them where rows name them, which fill what it left out', async () => {
      const { store, other } = subject()
      const told = vendorPerson('1', '张三', { code: '007', department: '万州', state: 'disabled' })
      const named = { code: 'x', otherCode: 'zhangsan', department: '渝北', state: 'unknown' } as const
      await seedVendor(store, 'waiqin', [told], at)
      await seedNamed(store, 'waiqin', [vendorPerson('1', '旧名', named), vendorPerson('2', '李四', named)], later)
      await store.people.sweepVendor('waiqin', unseen, await holder('people-waiqin'))
      const kept = (await other.people.vendor()).toSorted((one, two) => (one.id < two.id ? -1 : 1))
      expect(kept).toEqual([
        { source: 'waiqin', ...told, otherCode: 'zhangsan' },
        { source: 'waiqin', ...vendorPerson('2', '李四', named) },
      ])
    })

    it('go with their mirror, once their source is read no more', async () => {
      const { store } = subject()
      await seedVendor(store, 'waiqin', [vendorPerson('1', '张三')], at)
      await seedVendor(store, 'tanma', [vendorPerson('1', '张三')], at)
      await store.mirrors.forget('people-waiqin', later)
      expect(await store.people.vendor()).toMatchObject([{ source: 'tanma' }])
    })

    it('have as many open tasks as are for them', async () => {
      const { store } = subject()
      await seedTasks(store, 'w1', 3, at)
      expect(await store.people.openTasks(['w1', 'w2'])).toEqual(new Map([['w1', 3]]))
      expect(await store.people.openTasks([])).toEqual(new Map())
    })
  })

  describe('the marks of who is who', () => {
    it('change with each change, at every instance, and with nothing else', async () => {
      const { store, other } = subject()
      const marks = [JSON.stringify(await store.people.marks())]
      const changes = [
        () => seedMembers(store, [member('lisi', '李四')], at),
        () => seedVendor(store, 'waiqin', [vendorPerson('1', '李四')], at),
        () => store.links.importRows([staffLink('lisi', 'waiqin', '1')], 'import', at),
        () => store.links.importRows([staffLink('lisi', 'waiqin', '2')], 'import', at + 1),
        () => store.departures.leave('lisi', at, false),
        () => store.departures.forget('lisi', at + 1),
      ]
      for (const change of changes) {
        await change()
        marks.push(JSON.stringify(await other.people.marks()))
        expect(JSON.stringify(await store.people.marks())).toBe(marks.at(-1))
      }
      // Who came back is as if they had never left.
      expect(new Set(marks).size).toBe(changes.length)
      expect(marks.at(-1)).toBe(marks.at(-3))
    })
  })

  describe('calls by the hour', () => {
    it('are those of all instances together, until they are swept', async () => {
      const { store, other } = subject()
      const row = { hour: at, source: 'wecom', made: 2, failed: 1 }
      await store.callHours.add([row])
      await other.callHours.add([row, { ...row, hour: later }, { ...row, source: 'waiqin' }])
      expect(await store.callHours.since(at)).toHaveLength(3)
      expect(await store.callHours.since(at)).toContainEqual({ ...row, made: 4, failed: 2 })
      await store.callHours.sweep(later)
      expect(await other.callHours.since(0)).toEqual([{ ...row, hour: later }])
    })
  })
}
