import { describe, expect, it } from 'vitest'
import { fieldCustomer, mirrorState, unseenSince } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function testFieldCustomers(subject: () => StoreUnderTest): void {
  describe('field customers', () => {
    it('finds a customer by id, manager and phone', async () => {
      const { store, other } = subject()
      const customer = fieldCustomer({ phones: ['1', '2'], managerIds: ['s1', 's2'] })
      await store.fieldCustomers.put(
        [customer, fieldCustomer({ customerId: 'c2', phones: [], managerIds: [] })],
        mirrorState(),
      )
      expect(await other.fieldCustomers.byIds(['c1', 'none'])).toEqual([customer])
      expect(await other.fieldCustomers.managedBy('s2')).toEqual([customer])
      expect(await other.fieldCustomers.byPhones(['1', '2', '3'])).toEqual([customer])
      expect(await other.fieldCustomers.managedAmong('s2', ['c1', 'c2', 'none'])).toEqual(['c1'])
      expect(await other.fieldCustomers.managedAmong('s2', [])).toEqual([])
      const pairs = ['s2', 'nobody'].flatMap((staffId) => ['c1', 'none'].map((customerId) => ({ staffId, customerId })))
      expect(await other.fieldCustomers.managedPairs(pairs)).toEqual([{ staffId: 's2', customerId: 'c1' }])
      expect(await other.fieldCustomers.managedPairs([])).toEqual([])
      expect(await other.fieldCustomers.byPhones([])).toEqual([])
      expect(await other.fieldCustomers.byIds([])).toEqual([])
    })

    it('follows a customer to other managers and phones', async () => {
      const { fieldCustomers } = subject().store
      await fieldCustomers.put([fieldCustomer()], mirrorState())
      const changed = fieldCustomer({ managerIds: ['s2'], phones: ['139'], name: '新名' })
      await fieldCustomers.put([fieldCustomer(), changed], mirrorState())
      expect(await fieldCustomers.managedBy('s1')).toEqual([])
      expect(await fieldCustomers.byPhones(['13800000000'])).toEqual([])
      expect(await fieldCustomers.managedBy('s2')).toEqual([changed])
    })

    it('sweeps those whom no later run mentioned, and only those', async () => {
      const { fieldCustomers } = subject().store
      await fieldCustomers.put([fieldCustomer(), fieldCustomer({ customerId: 'c2' })], mirrorState({ startedAt: 1000 }))
      await fieldCustomers.put([fieldCustomer({ customerId: 'c2' })], mirrorState({ startedAt: 2000 }))
      expect(await fieldCustomers.sweep(unseenSince(2000), mirrorState())).toBe(1)
      expect((await fieldCustomers.managedBy('s1')).map(({ customerId }) => customerId)).toEqual(['c2'])
      expect(await fieldCustomers.byPhones(['13800000000'])).toHaveLength(1)
      expect(await fieldCustomers.byIds(['c1'])).toEqual([])
      expect(await fieldCustomers.sweep(unseenSince(2000), mirrorState())).toBe(0)
    })
  })
}
