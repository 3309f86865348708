import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/bff/store/index.ts'
import type { FieldTaskKey, FieldTaskPage, FieldTaskQuestion } from '../../src/bff/store/mirror-stores.ts'
import type { Store } from '../../src/bff/store/store.ts'
import { compareWork, keyOf, type WorkKey } from '../../src/bff/work/work-order.ts'
import { withSql } from '../support/with-sql.ts'
import { fieldCustomer, fieldTask, mirrorState, writer } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const hourMs = 3_600_000

/** Few values, so that many rows are equal in all but their id; each time may be missing. */
const randomOf = (seed: number) => {
  let state = seed
  return <Value>(values: readonly Value[]): Value => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return values[Math.floor((state / 2_147_483_648) * values.length)] as Value
  }
}

const hours = [-900, -34, -11, -10, -9, -1, 0, 1, 13, 14, 15, 900]
const times = [null, ...hours.map((hour) => now + hour * hourMs), now - 1, now + 1]

function randomTasks(seed: number, count: number) {
  const oneOf = randomOf(seed)
  return Array.from({ length: count }, (_, index) =>
    fieldTask({
      // The case and length of ids must not matter, nor the language of the database.
      taskId: `${oneOf(['a', 'B', 'z', 'Z', '_', '1', '10'])}${index}`,
      customerId: oneOf(['c1', 'c2', 'c3']),
      staffIds: oneOf([['s1'], ['s1', 's2'], ['s2']]),
      status: oneOf(['open', 'open', 'unknown', 'submitted', 'done']),
      dueAt: oneOf(times),
      createdAt: oneOf([null, 50, 60, 70]),
    }),
  )
}

const questions: FieldTaskQuestion[] = [
  { customerIds: null, staffId: 's1', statuses: ['open', 'unknown'] },
  { customerIds: null, staffId: 's1', statuses: ['done', 'submitted'] },
  { customerIds: null, staffId: 's2', statuses: null },
  { customerIds: ['c1'], staffId: null, statuses: ['open', 'unknown'] },
  { customerIds: ['c2', 'c1', 'c1'], staffId: null, statuses: null },
  { customerIds: ['c2', 'c3'], staffId: null, statuses: ['done', 'submitted'] },
  { customerIds: ['c1', 'c3'], staffId: 's1', statuses: ['open', 'unknown'] },
  { customerIds: ['c1', 'c3'], staffId: 's2', statuses: ['done', 'submitted'] },
]

const sorted = (keys: FieldTaskKey[], order: { at: number; isNewestFirst: boolean }) =>
  keys.map((key) => keyOf({ ...key, id: key.taskId }, order)).sort((one, other) => compareWork(one, other, order))

const afterOf = ([group, dueAt, createdAt, taskId]: WorkKey): FieldTaskPage['after'] => ({
  group,
  dueAt,
  createdAt,
  taskId,
})

/** Reads the list page by page, as the pages of the API are cut. */
async function readPages(store: Store, question: FieldTaskQuestion, isNewestFirst: boolean, limit: number) {
  const order = { at: now, isNewestFirst }
  const read: WorkKey[] = []
  let most = 0
  for (let after: FieldTaskPage['after'] = null; ;) {
    const found = await store.fieldTasks.list(question, { ...order, after, limit })
    most = Math.max(most, found.length)
    const keys = sorted(found, order)
    read.push(...keys.slice(0, limit))
    const last = read.at(-1)
    if (keys.length <= limit || !last) return { read, most }
    after = afterOf(last)
  }
}

async function expectSameOrder(store: Store, limits = [9, 200]): Promise<void> {
  for (const question of questions) {
    for (const isNewestFirst of [false, true]) {
      const inMemory = sorted(await store.fieldTasks.list(question), { at: now, isNewestFirst })
      for (const limit of limits)
        expect((await readPages(store, question, isNewestFirst, limit)).read).toEqual(inMemory)
    }
  }
}

const untimed = 'update field_task_staff set due_at = null, created_at = null'

export function testFieldTaskPages(subject: () => StoreUnderTest, makeDatabase: () => Promise<string>): void {
  describe('pages of field tasks', () => {
    it('have the order that the rows have in memory, page after page', async () => {
      for (const seed of [1, 2]) {
        await subject().store.fieldTasks.put(randomTasks(seed, 120), mirrorState())
        await expectSameOrder(subject().other)
      }
    })

    it('hold a few rows, however many the list has', async () => {
      const { store } = subject()
      const rows = Array.from({ length: 600 }, (_, index) => fieldTask({ taskId: `t${index}`, dueAt: now + index }))
      await store.fieldTasks.put(rows, mirrorState())
      const question = { customerIds: null, staffId: 's1', statuses: ['open', 'unknown'] } as const
      expect((await readPages(store, question, false, 50)).most).toBe(51)
    })

    it('hold what is looked for in title, text or the customer’s name, in the order of the list, page after page', async () => {
      const { store } = subject()
      const said = ['补货 5 箱', '回访', '50%_满意', '回访']
      const rows = said.map((title, index) =>
        fieldTask({
          taskId: `t${index}`,
          customerId: index === 3 ? 'c2' : 'c1',
          dueAt: now + index,
          body: { title, detail: index === 1 ? 'Call 补货 first' : null },
        }),
      )
      await store.fieldTasks.put(rows, mirrorState())
      await store.fieldCustomers.put(
        [fieldCustomer({ customerId: 'c2', name: '国强粮油' })],
        mirrorState({ name: 'types' }),
      )
      const page = { at: now, isNewestFirst: false, after: null, limit: 50 }
      for (const scope of [
        { customerIds: null, staffId: 's1' },
        { customerIds: ['c1', 'c2'], staffId: null },
        { customerIds: ['c1', 'c2'], staffId: 's1' },
      ]) {
        const find = (text: string, customerIds: string[] = []) => ({
          ...scope,
          statuses: ['open', 'unknown'] as const,
          find: { text, customerIds },
        })
        const foundBy = async (question: FieldTaskQuestion) =>
          sorted(await store.fieldTasks.list(question, page), page).map(([, , , id]) => id)
        expect(await foundBy(find('补货'))).toEqual(['t0', 't1'])
        expect(await foundBy(find('CALL'))).toEqual(['t1'])
        expect(await foundBy(find('国强'))).toEqual(['t3'])
        expect(await foundBy(find('%_'))).toEqual(['t2'])
        expect(await foundBy(find('没有的'))).toEqual([])
        expect(await foundBy(find('没有的', ['c2']))).toEqual(['t3'])
        expect((await readPages(store, find('回'), false, 1)).read.map(([, , , id]) => id)).toEqual(['t1', 't3'])
      }
    })

    it('follow a task to another due time and another status', async () => {
      const { fieldTasks } = subject().store
      const page = { at: now, isNewestFirst: false, after: null, limit: 1 }
      const mine = { customerIds: null, staffId: 's1', statuses: ['open', 'done'] } as const
      const rows = ['t1', 't2', 't3'].map((taskId, index) => fieldTask({ taskId, dueAt: now + 10 * (index + 1) }))
      await fieldTasks.put(rows, mirrorState())
      const moved = fieldTask({ taskId: 't3', dueAt: now + 1, createdAt: null, modifiedAt: 200 })
      await fieldTasks.put([moved], mirrorState())
      const first = async () => sorted(await fieldTasks.list(mine, page), page)[0]
      expect(await first()).toEqual([1, now + 1, null, 't3'])
      await fieldTasks.put([{ ...moved, status: 'done', dueAt: now + 2, modifiedAt: 300 }], mirrorState())
      expect(await first()).toEqual([1, now + 2, null, 't3'])
      expect(await fieldTasks.count({ customerIds: null, staffId: 's1' }, now + 11)).toMatchObject({ overdue: 1 })
    })

    it('are right while rows of the version before have no times, and after they got them in turns', async () => {
      const databaseUrl = await makeDatabase()
      const filling = await openStore(databaseUrl)
      await filling.leases.acquire('field-tasks', writer, 300_000)
      await filling.fieldTasks.put(randomTasks(3, 800), mirrorState())
      await filling.close()
      await withSql(databaseUrl, [untimed])
      const store = await openStore(databaseUrl)
      const mine = { customerIds: null, staffId: 's1' }
      const counted = await store.fieldTasks.count(mine, now)
      await expectSameOrder(store, [40])
      let turns = 1
      while (await store.fieldTasks.fillTimes()) turns += 1
      expect(turns).toBeGreaterThan(2)
      await expectSameOrder(store, [40])
      expect(await store.fieldTasks.count(mine, now)).toEqual(counted)
      await store.close()
    })

    it('have what the version before writes beside this one', async () => {
      const databaseUrl = await makeDatabase()
      const store = await openStore(databaseUrl)
      expect(await store.fieldTasks.fillTimes()).toBe(false)
      const columns = 'task_id, customer_id, modified_at, is_deleted, status, due_at, staff_ids, body, created_at'
      const write = (dueAt: number | null) => `insert into field_tasks (${columns})
        values ('t1', 'c1', 1, 0, 'open', ${dueAt}, '["s1","s2"]', '{}', 50)
        on conflict (task_id) do update set due_at = excluded.due_at, created_at = excluded.created_at`
      const pair =
        "insert into field_task_staff (staff_id, status, task_id) values ('s1', 'open', 't1') on conflict do nothing"
      const page = { at: now, isNewestFirst: false, after: null, limit: 1 }
      for (const dueAt of [now + 5, now - 5, null]) {
        await withSql(databaseUrl, [write(dueAt), pair])
        const question = { customerIds: null, staffId: 's1', statuses: null }
        expect(await store.fieldTasks.list(question, page)).toEqual([
          { taskId: 't1', status: 'open', dueAt, createdAt: 50 },
        ])
      }
      await store.close()
    })
  })
}
