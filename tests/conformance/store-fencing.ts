import { expect, it, describe } from 'vitest'
import { LeaseLost } from '../../src/bff/errors.ts'
import type { MirrorState } from '../../src/bff/store/mirror-stores.ts'
import type { Store } from '../../src/bff/store/store.ts'
import { fieldCustomer, fieldTask, mirrorState, unseenSince, writer } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'
import { withSql } from '../support/with-sql.ts'

const group = { chatId: 'wr1', salesId: '1', name: '群', body: {}, fetchedAt: 1000 }
const job = { jobId: '1', counts: '1 1 0', body: {}, people: [{ userid: 'zhangsan', status: 'open' }] } as const
const task = { taskId: '5', waiting: 1, finished: 1, total: 2 }

/** Every write in a mirror's name. */
const writes: Record<string, (store: Store, state: MirrorState) => Promise<unknown>> = {
  'a state': ({ mirrors }, state) => mirrors.save(state),
  'field tasks': ({ fieldTasks }, state) => fieldTasks.put([fieldTask({ taskId: 'late' })], state),
  'task types': ({ fieldTasks }, state) => fieldTasks.putTypes([{ typeId: 'late', body: {} }], state),
  customers: ({ fieldCustomers }, state) => fieldCustomers.put([fieldCustomer({ customerId: 'late' })], state),
  'no customers': ({ fieldCustomers }, state) => fieldCustomers.sweep(unseenSince(9000), state),
  groups: ({ sopGroups }, state) => sopGroups.put([{ ...group, chatId: 'late' }], state),
  'no groups': ({ sopGroups }, state) => sopGroups.sweep(unseenSince(9000), state),
  jobs: ({ moments }, state) => moments.put([{ ...job, jobId: 'late' }], state),
  'sums of jobs': ({ moments }, state) => moments.confirm({ ...task, taskId: 'late' }, [], state),
  'no jobs': ({ moments }, state) => moments.sweep(unseenSince(9000), state),
}

/** All that the writes above would change. */
async function everything({ fieldTasks, fieldCustomers, sopGroups, moments, mirrors }: Store) {
  return {
    tasks: await fieldTasks.size(),
    types: await fieldTasks.types(),
    customers: await fieldCustomers.byIds(['c1', 'late']),
    groups: await sopGroups.byChatIds(['wr1', 'late']),
    jobs: await moments.of('zhangsan'),
    sums: await moments.summary(),
    state: await mirrors.get('field-tasks'),
  }
}

export function testFencing(subject: () => StoreUnderTest): void {
  describe('a write in a mirror’s name', () => {
    const state = mirrorState({ checkpoint: { page: 1 } })

    async function fill(): Promise<void> {
      const { store } = subject()
      await store.fieldTasks.put([fieldTask()], state)
      await store.fieldTasks.putTypes([{ typeId: '1', body: {} }], state)
      await store.fieldCustomers.put([fieldCustomer()], state)
      await store.sopGroups.put([group], state)
      await store.moments.put([job], state)
      await store.moments.confirm(task, ['1'], state)
    }

    it.each(Object.entries(writes))('changes nothing once another has taken the lease: %s', async (_, write) => {
      const { store, other, databaseUrl } = subject()
      await fill()
      const before = await everything(store)
      await withSql(databaseUrl, ["update leases set expires_at = 0 where name = 'field-tasks'"])
      await other.leases.acquire('field-tasks', 'another', 30_000)
      const late = { ...state, checkpoint: { page: 'late' }, startedAt: 8000 }
      await expect(write(store, late)).rejects.toThrow(LeaseLost)
      await other.leases.release('field-tasks', 'another')
      await expect(write(store, late)).rejects.toThrow(LeaseLost)
      expect(await everything(other)).toEqual(before)
    })

    it.each(Object.entries(writes))(
      'is refused to who holds no lease, such as one who only read the state: %s',
      async (_, write) => {
        const { store } = subject()
        await expect(write(store, await store.mirrors.get('field-tasks'))).rejects.toThrow(LeaseLost)
      },
    )

    it('is its owner’s while nobody has taken the lease, however long it takes', async () => {
      const { store, databaseUrl } = subject()
      await withSql(databaseUrl, ['update leases set expires_at = 0'])
      await fill()
      expect((await store.mirrors.get('field-tasks')).checkpoint).toEqual({ page: 1 })
    })

    it('and taking its lease over wait for each other', async () => {
      const { store, other, databaseUrl } = subject()
      await fill()
      for (let round = 1; round <= 10; round += 1) {
        await withSql(databaseUrl, ["delete from leases where name = 'field-tasks'"])
        await store.leases.acquire('field-tasks', writer, 30_000)
        await withSql(databaseUrl, ["update leases set expires_at = 0 where name = 'field-tasks'"])
        const writing = store.fieldTasks.put([fieldTask()], { ...state, checkpoint: { round } })
        const [wrote, seen] = await Promise.all([
          writing.then(
            () => true,
            () => false,
          ),
          other.leases
            .acquire('field-tasks', 'another', 30_000)
            .then(() => other.mirrors.get('field-tasks'))
            .then(({ checkpoint }) => checkpoint),
        ])
        // Who has the lease sees all that was written before, and nothing is written afterwards.
        expect(await store.mirrors.get('field-tasks')).toMatchObject({ checkpoint: seen })
        if (wrote) expect(seen).toEqual({ round })
      }
    })
  })

  describe('rows of the future, from a clock that was ahead', () => {
    const ahead = 1000 + 8 * 3_600_000

    it('give way to what is read by a right one', async () => {
      const { store } = subject()
      await store.sopGroups.put([{ ...group, name: '将来', fetchedAt: ahead }], null)
      await store.sopGroups.put([group], null)
      expect(await store.sopGroups.byChatIds(['wr1'])).toMatchObject([{ name: '群', fetchedAt: 1000 }])
      const chat = { chatId: 'wr1', owner: 'me', name: null, memberIds: [], changedAt: null }
      await store.chats.put({ ...chat, owner: 'former', fetchedAt: ahead })
      await store.chats.put({ ...chat, fetchedAt: 1000 })
      expect(await store.chats.byIds(['wr1'])).toMatchObject([{ owner: 'me', fetchedAt: 1000 }])
    })

    it('are swept like others that nobody mentions', async () => {
      const { store } = subject()
      const unseen = { before: 500, after: 70_000 }
      await store.fieldCustomers.put([fieldCustomer()], { ...mirrorState(), startedAt: 1000 })
      await store.fieldCustomers.put([fieldCustomer({ customerId: 'c2' })], { ...mirrorState(), startedAt: ahead })
      expect(await store.fieldCustomers.sweep(unseen, mirrorState())).toBe(1)
      await store.sopGroups.put([group, { ...group, chatId: 'wr2', fetchedAt: ahead }], null)
      expect(await store.sopGroups.sweep(unseen, mirrorState())).toBe(1)
      await store.moments.put([job], mirrorState({ startedAt: ahead }))
      expect(await store.moments.sweep(unseen, mirrorState())).toBe(1)
    })
  })
}
