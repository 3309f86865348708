import { describe, expect, it } from 'vitest'
import type { FieldTaskRow, FieldTaskScope } from '../../src/bff/store/mirror-stores.ts'
import { withSql } from '../support/with-sql.ts'
import { fieldTask, mirrorState } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** A database that refuses to write over a task. */
const sealing = {
  sqlite: [`create trigger sealed before update on field_tasks begin select raise(abort, 'sealed'); end`],
  postgres: [
    `create function sealed() returns trigger language plpgsql as $$ begin raise exception 'sealed'; end $$`,
    `create trigger sealed before update on field_tasks for each row execute function sealed()`,
  ],
}
const opening = { sqlite: ['drop trigger sealed'], postgres: ['drop function sealed cascade'] }

const all = { staffId: null, statuses: null }
const of = (...customerIds: string[]) => ({ ...all, customerIds })
const addressedTo = (staffId: string) => ({ customerIds: null, staffId, statuses: null })

export function testFieldTasks(subject: () => StoreUnderTest): void {
  const ids = async (question: Parameters<StoreUnderTest['store']['fieldTasks']['list']>[0]) =>
    (await subject().other.fieldTasks.list(question)).map(({ taskId }) => taskId).sort()

  describe('field tasks', () => {
    it('gives back what was put, with its checkpoint', async () => {
      const { store, other } = subject()
      await store.fieldTasks.put([fieldTask()], mirrorState({ checkpoint: { page: 2 }, rows: 1 }))
      const { taskId, status, dueAt, createdAt, body } = fieldTask()
      expect(await other.fieldTasks.list(of('c1'))).toEqual([{ taskId, status, dueAt, createdAt }])
      expect(await other.fieldTasks.bodies(of('c1'), [taskId, 'none'])).toEqual(new Map([[taskId, body]]))
      expect((await other.mirrors.get('field-tasks')).checkpoint).toEqual({ page: 2 })
    })

    it('moves neither rows nor checkpoint when one row cannot be stored', async () => {
      const { store } = subject()
      const bad = fieldTask({ taskId: 'bad', customerId: null as unknown as string })
      await expect(store.fieldTasks.put([fieldTask(), bad], mirrorState({ checkpoint: 9 }))).rejects.toThrow(/null/i)
      expect(await ids(of('c1'))).toEqual([])
      expect((await store.mirrors.get('field-tasks')).checkpoint).toBeNull()
    })

    it('keeps the newest of two versions, whichever comes last', async () => {
      const { fieldTasks } = subject().store
      await fieldTasks.put([fieldTask({ modifiedAt: 200, status: 'done', staffIds: ['s2'] })], mirrorState())
      await fieldTasks.put([fieldTask({ modifiedAt: 100, status: 'open', staffIds: ['s1'] })], mirrorState())
      expect(await fieldTasks.list(of('c1'))).toMatchObject([{ status: 'done' }])
      expect(await ids(addressedTo('s1'))).toEqual([])
      expect(await ids(addressedTo('s2'))).toHaveLength(1)
    })

    it('writes nothing of a task that is told again as it is kept', async () => {
      const { store, databaseUrl } = subject()
      const { fieldTasks, dialect } = store
      const told = [
        fieldTask({ taskId: '1', dueAt: null, staffIds: ['s1', 's2'] }),
        fieldTask({ taskId: '2', createdAt: null, body: { title: '“引号” \\ \n 行', list: [1, null, { a: true }] } }),
        fieldTask({ taskId: '3', isDeleted: true }),
      ]
      await fieldTasks.put(told, mirrorState())
      await withSql(databaseUrl, sealing[dialect])
      try {
        await fieldTasks.put(told, mirrorState({ checkpoint: 'again' }))
        expect((await store.mirrors.get('field-tasks')).checkpoint).toBe('again')
        const changes: Partial<FieldTaskRow>[] = [
          { customerId: 'c2' },
          { modifiedAt: 101 },
          { isDeleted: true },
          { status: 'done' },
          { dueAt: 1 },
          { staffIds: ['s2', 's1'] },
          { createdAt: 51 },
          { body: { title: '回访' } },
        ]
        for (const change of changes) {
          const changed = { ...fieldTask({ taskId: '1', dueAt: null, staffIds: ['s1', 's2'] }), ...change }
          await expect(fieldTasks.put([changed], mirrorState())).rejects.toThrow('sealed')
        }
      } finally {
        await withSql(databaseUrl, opening[dialect])
      }
    })

    it('takes the later of two versions of one minute', async () => {
      const { fieldTasks } = subject().store
      await fieldTasks.put([fieldTask({ status: 'open' })], mirrorState())
      await fieldTasks.put([fieldTask({ status: 'submitted' }), fieldTask({ status: 'done' })], mirrorState())
      expect(await fieldTasks.list(of('c1'))).toMatchObject([{ status: 'done' }])
    })

    it('keeps the newest where one page names a task twice', async () => {
      const { fieldTasks } = subject().store
      const page = [fieldTask({ modifiedAt: 300, status: 'done' }), fieldTask({ modifiedAt: 200, status: 'open' })]
      await fieldTasks.put(page, mirrorState())
      expect(await fieldTasks.list(of('c1'))).toMatchObject([{ status: 'done' }])
      expect(await fieldTasks.size()).toBe(1)
    })

    it('hides a deleted task for good from a late page, and shows one that was restored', async () => {
      const { fieldTasks } = subject().store
      await fieldTasks.put([fieldTask({ modifiedAt: 200, isDeleted: true })], mirrorState())
      await fieldTasks.put([fieldTask({ modifiedAt: 150 })], mirrorState())
      expect(await ids(of('c1'))).toEqual([])
      expect(await ids(addressedTo('s1'))).toEqual([])
      expect(await fieldTasks.customerIdsOf('s1', 0)).toEqual([])
      expect(await fieldTasks.size()).toBe(0)
      await fieldTasks.put([fieldTask({ modifiedAt: 300 })], mirrorState())
      expect(await ids(addressedTo('s1'))).toHaveLength(1)
    })

    it('follows a task to another customer and to other people', async () => {
      const { fieldTasks } = subject().store
      await fieldTasks.put([fieldTask({ staffIds: ['s1', 's2'] })], mirrorState())
      await fieldTasks.put(
        [fieldTask({ modifiedAt: 200, customerId: 'c2', staffIds: ['s2', 's3', 's3'] })],
        mirrorState(),
      )
      expect(await ids(of('c1'))).toEqual([])
      expect(await ids(of('c2', 'c1'))).toHaveLength(1)
      expect(await ids(addressedTo('s1'))).toEqual([])
      expect(await ids(addressedTo('s2'))).toHaveLength(1)
      expect(await ids(addressedTo('s3'))).toHaveLength(1)
      expect(await fieldTasks.customerIdsOf('s3', 0)).toEqual(['c2'])
    })

    it('follows a task to another status', async () => {
      const { fieldTasks } = subject().store
      await fieldTasks.put([fieldTask(), fieldTask({ taskId: '2' })], mirrorState())
      await fieldTasks.put([fieldTask({ taskId: '2', modifiedAt: 200, status: 'done' })], mirrorState())
      expect(await ids({ ...addressedTo('s1'), statuses: ['open'] })).toEqual([fieldTask().taskId])
      expect(await ids({ ...addressedTo('s1'), statuses: ['done'] })).toEqual(['2'])
      expect(await fieldTasks.count({ customerIds: null, staffId: 's1' }, 0)).toEqual({ open: 1, overdue: 0, done: 1 })
    })

    it('narrows by status, and never takes one person for another', async () => {
      const { fieldTasks } = subject().store
      const rows = [
        fieldTask({ taskId: '1', staffIds: ['s1'] }),
        fieldTask({ taskId: '2', staffIds: ['s11'], status: 'done' }),
        fieldTask({ taskId: '3', staffIds: [], status: 'submitted', customerId: 'c2' }),
      ]
      await fieldTasks.put(rows, mirrorState())
      expect(await ids({ ...of('c1', 'c2'), statuses: ['done', 'submitted'] })).toEqual(['2', '3'])
      expect(await ids({ ...of('c1'), statuses: [] })).toEqual([])
      expect(await ids(addressedTo('s1'))).toEqual(['1'])
      expect(await ids({ ...of('c1'), staffId: 's1' })).toEqual(['1'])
      expect(await ids({ ...of('c2'), staffId: 's1' })).toEqual([])
    })

    it('tells what a task says to who asks for its customer or its people alone', async () => {
      const { fieldTasks } = subject().store
      await fieldTasks.put([fieldTask({ taskId: '1' }), fieldTask({ taskId: '2', isDeleted: true })], mirrorState())
      const told = async (scope: FieldTaskScope) => [...(await fieldTasks.bodies(scope, ['1', '2'])).keys()]
      const scopes = [of('c1'), addressedTo('s1'), { ...of('c1'), staffId: 's1' }]
      expect(await Promise.all(scopes.map(told))).toEqual([['1'], ['1'], ['1']])
      const others = [of('c2'), of(), addressedTo('s2'), { ...of('c2'), staffId: 's1' }, { ...of('c1'), staffId: 's2' }]
      expect(await Promise.all([...others, { ...all, customerIds: null }].map(told))).toEqual([[], [], [], [], [], []])
    })

    it('answers nothing to a question about nobody', async () => {
      const { fieldTasks } = subject().store
      await fieldTasks.put([fieldTask()], mirrorState())
      expect(await ids({ ...all, customerIds: null })).toEqual([])
      expect(await ids({ ...of(), staffId: 's1' })).toEqual([])
      const counts = { open: 0, overdue: 0, done: 0 }
      expect(await fieldTasks.count({ customerIds: null, staffId: null }, 1)).toEqual(counts)
      expect(await fieldTasks.count({ customerIds: [], staffId: 's1' }, 1)).toEqual(counts)
    })

    it('counts over every status', async () => {
      const { fieldTasks } = subject().store
      const rows = [
        fieldTask({ taskId: '1', dueAt: 10 }),
        fieldTask({ taskId: '2', dueAt: 20 }),
        fieldTask({ taskId: '3', dueAt: null, status: 'unknown' }),
        fieldTask({ taskId: '4', dueAt: 10, status: 'done' }),
        fieldTask({ taskId: '5', dueAt: 10, status: 'submitted', staffIds: [] }),
        fieldTask({ taskId: '6', dueAt: 10, isDeleted: true }),
        fieldTask({ taskId: '7', dueAt: 10, customerId: 'c2' }),
      ]
      await fieldTasks.put(rows, mirrorState())
      expect(await fieldTasks.count({ customerIds: ['c1'], staffId: null }, 20)).toEqual({
        open: 3,
        overdue: 1,
        done: 2,
      })
      expect(await fieldTasks.count({ customerIds: null, staffId: 's1' }, 20)).toEqual({ open: 4, overdue: 2, done: 1 })
      expect(await fieldTasks.count({ customerIds: ['c1'], staffId: 's1' }, 20)).toEqual({
        open: 3,
        overdue: 1,
        done: 1,
      })
    })

    it('names the customers at whom a person has something to do, or did within 90 days', async () => {
      const { fieldTasks } = subject().store
      const day = 86_400_000
      const now = 1000 * day
      const old = now - 90 * day
      const rows = [
        fieldTask({ taskId: '1', customerId: 'open', modifiedAt: 1 }),
        fieldTask({ taskId: '2', customerId: 'old', modifiedAt: old, status: 'done' }),
        fieldTask({ taskId: '3', customerId: 'unknown', modifiedAt: old, status: 'unknown' }),
        fieldTask({ taskId: '4', customerId: 'done', modifiedAt: old + 1, status: 'done' }),
        fieldTask({ taskId: '5', customerId: 'submitted', modifiedAt: now, status: 'submitted' }),
        fieldTask({ taskId: '6', customerId: 'deleted', modifiedAt: now, isDeleted: true }),
        fieldTask({ taskId: '7', customerId: 'theirs', modifiedAt: now, staffIds: ['s2'] }),
        fieldTask({ taskId: '8', customerId: 'future', modifiedAt: now + day, status: 'done' }),
      ]
      await fieldTasks.put(rows, mirrorState())
      const named = async (...among: [string[]?]) => (await fieldTasks.customerIdsOf('s1', now, ...among)).toSorted()
      expect(await named()).toEqual(['done', 'open', 'submitted'])
      const all = rows.map(({ customerId }) => customerId)
      expect(await named(all)).toEqual(['done', 'open', 'submitted'])
      expect(await named(['open', 'old', 'theirs'])).toEqual(['open'])
      expect(await named([])).toEqual([])
      const pairs = all.flatMap((customerId) => ['s1', 's2'].map((staffId) => ({ staffId, customerId })))
      const worked = (await fieldTasks.workedPairs(pairs, now)).map(({ staffId, customerId }) => staffId + customerId)
      expect(worked.toSorted()).toEqual(['s1done', 's1open', 's1submitted', 's2theirs'])
      expect(await fieldTasks.workedPairs([], now)).toEqual([])
    })

    it('finds a person by external code in any spelling of case', async () => {
      const { fieldTasks } = subject().store
      const person = { id: 's1', name: '张三', sourceCode: 'ZhangSan' }
      const twins = ['lisi', 'LiSi'].map((sourceCode, index) => ({ id: `t${index}`, name: '李四', sourceCode }))
      await fieldTasks.put([fieldTask({ people: [person, ...twins] })], mirrorState())
      expect(await fieldTasks.staffIdBySourceCode('zhangsan')).toBe('s1')
      expect(await fieldTasks.staffIdBySourceCode('lisi')).toBeNull()
      expect(await fieldTasks.peopleWithCode(3)).toEqual([{ code: 'ZhangSan', name: '张三' }])
    })

    it('finds a person by external code, unless two people have it', async () => {
      const { fieldTasks } = subject().store
      const person = { id: 's1', name: '张三', sourceCode: 'zhangsan' }
      await fieldTasks.put([fieldTask({ people: [person, { ...person, sourceCode: null }] })], mirrorState())
      await fieldTasks.put([fieldTask({ taskId: '2', people: [{ ...person, sourceCode: null }] })], mirrorState())
      expect(await fieldTasks.staffIdBySourceCode('zhangsan')).toBe('s1')
      expect(await fieldTasks.staffIdBySourceCode('lisi')).toBeNull()
      await fieldTasks.put([fieldTask({ taskId: '3', people: [{ ...person, id: 's2' }] })], mirrorState())
      expect(await fieldTasks.staffIdBySourceCode('zhangsan')).toBeNull()
    })

    it('takes pages larger than the databases take variables', async () => {
      const { fieldTasks } = subject().store
      const page = (length: number, modifiedAt: number, staffIds: string[]) =>
        Array.from({ length }, (_, index) => fieldTask({ taskId: `t${index}`, modifiedAt, staffIds }))
      await fieldTasks.put(page(10_000, 100, ['a', 'b']), mirrorState())
      await fieldTasks.put(page(5000, 200, ['b']), mirrorState())
      expect(await fieldTasks.size()).toBe(10_000)
      expect((await fieldTasks.count({ customerIds: null, staffId: 'a' }, 0)).open).toBe(5000)
    })

    it('takes pages from two writers at once', async () => {
      const { store, other } = subject()
      const rows = Array.from({ length: 300 }, (_, index) => fieldTask({ taskId: `t${index}` }))
      const puts = [store, other, store, other].map(({ fieldTasks }, turn) =>
        fieldTasks.put(turn % 2 ? [...rows].reverse() : rows, mirrorState()),
      )
      await Promise.all(puts)
      expect(await store.fieldTasks.size()).toBe(300)
    })

    it('keeps types, those no longer told among them', async () => {
      const { store, other } = subject()
      await store.fieldTasks.putTypes([{ typeId: '1', body: { name: '陈列' } }], mirrorState({ name: 'types' }))
      const types = [
        { typeId: '2', body: { name: '旧' } },
        { typeId: '2', body: { name: '巡店' } },
      ]
      await store.fieldTasks.putTypes(types, mirrorState({ name: 'types', rows: 2 }))
      expect(await other.fieldTasks.types()).toEqual([
        { typeId: '1', body: { name: '陈列' } },
        { typeId: '2', body: { name: '巡店' } },
      ])
      expect((await other.mirrors.get('types')).rows).toBe(2)
    })
  })
}
