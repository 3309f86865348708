import { describe, expect, it } from 'vitest'
import type { FieldTaskWindow, MirrorState } from '../../src/bff/store/mirror-stores.ts'
import { fieldTask, mirrorState } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const window = (more: Partial<FieldTaskWindow> = {}): FieldTaskWindow => ({
  fromDay: '2026-03-08',
  readAt: 1_770_000_000_000,
  rows: 12,
  calls: 1,
  isSettled: true,
  doubtfulSince: null,
  ...more,
})
/** Tasks created from 0 on and before 100. */
const days = { from: 0, to: 100 }
const unseenBy = (pass: number) => ({ ...days, since: pass, until: pass })
const ofCustomer = { customerIds: ['c1'], staffId: null, statuses: null }

export function testFieldTaskWindows(subject: () => StoreUnderTest): void {
  const put = (pass: number | null, ...tasks: Parameters<typeof fieldTask>[0][]) =>
    subject().store.fieldTasks.put(tasks.map(fieldTask), mirrorState({ startedAt: pass }))
  const ids = async () => (await subject().other.fieldTasks.list(ofCustomer)).map(({ taskId }) => taskId).sort()
  async function sweep(pass: number, since = pass, state: MirrorState = mirrorState()): Promise<number> {
    const { fieldTaskWindows } = subject().store
    let all = 0
    for (let swept = 1; swept > 0; all += swept)
      swept = await fieldTaskWindows.sweep({ ...days, since, until: pass }, state)
    return all
  }

  describe('the windows of field tasks', () => {
    it('are kept by their first day, with the checkpoint', async () => {
      const { store, other } = subject()
      const again = window({ readAt: 1_770_000_360_000, rows: 0, calls: 2, isSettled: false, doubtfulSince: 7 })
      await store.fieldTaskWindows.put(window(), mirrorState())
      await store.fieldTaskWindows.put(window({ fromDay: '2026-02-06' }), mirrorState())
      await store.fieldTaskWindows.put(again, mirrorState({ checkpoint: { part: 3 } }))
      expect(await other.fieldTaskWindows.all()).toEqual([window({ fromDay: '2026-02-06' }), again])
      expect((await other.mirrors.get('field-tasks')).checkpoint).toEqual({ part: 3 })
    })

    it('are doubtful as long as one is', async () => {
      const { store, other } = subject()
      await store.fieldTaskWindows.put(window(), mirrorState())
      expect(await other.fieldTaskWindows.isDoubtful()).toBe(false)
      await store.fieldTaskWindows.put(window({ doubtfulSince: 1 }), mirrorState())
      expect(await other.fieldTaskWindows.isDoubtful()).toBe(true)
      await store.fieldTaskWindows.forget(['2026-03-08'], mirrorState())
      expect(await other.fieldTaskWindows.isDoubtful()).toBe(false)
    })

    it('count what a pass has not seen', async () => {
      await put(1, { taskId: '1', createdAt: 0 }, { taskId: '2', createdAt: 99 }, { taskId: '3', isDeleted: true })
      await put(1, { taskId: '4', createdAt: 100 }, { taskId: '5', createdAt: -1 }, { taskId: '6', createdAt: null })
      await put(2, { taskId: '7', createdAt: 60 })
      const { fieldTaskWindows } = subject().other
      expect(await fieldTaskWindows.count(unseenBy(2))).toEqual({ shown: 3, unseen: 2, deleted: 1, first: 0, last: 99 })
      expect(await fieldTaskWindows.count(unseenBy(1))).toMatchObject({ unseen: 1, deleted: 0, first: 60 })
      expect(await fieldTaskWindows.count({ ...days, since: 1, until: 2 })).toEqual({
        shown: 3,
        unseen: 0,
        deleted: 0,
        first: null,
        last: null,
      })
      const none = { shown: 0, unseen: 0, deleted: 0, first: null, last: null }
      expect(await fieldTaskWindows.count({ ...unseenBy(1), from: 200, to: 300 })).toEqual(none)
    })

    it('take a task for seen that was told in an older state', async () => {
      await put(1, { taskId: '1', modifiedAt: 200, status: 'done' })
      await put(2, { taskId: '1', modifiedAt: 100 })
      expect((await subject().store.fieldTaskWindows.count(unseenBy(2))).unseen).toBe(0)
      expect(await subject().store.fieldTasks.list(ofCustomer)).toMatchObject([{ status: 'done' }])
    })

    it('lose what a pass has not seen, from every list', async () => {
      await put(1, { taskId: '1' }, { taskId: '2' }, { taskId: '3', createdAt: 100 }, { taskId: '4', createdAt: null })
      await put(2, { taskId: '2' })
      expect(await sweep(2, 2, mirrorState({ checkpoint: { part: 1 } }))).toBe(1)
      expect(await ids()).toEqual(['2', '3', '4'])
      const { fieldTasks, mirrors } = subject().other
      const mine = { customerIds: null, staffId: 's1' }
      expect((await fieldTasks.count(mine, 0)).open).toBe(3)
      expect([...(await fieldTasks.bodies(mine, ['1', '2'])).keys()]).toEqual(['2'])
      expect(await fieldTasks.size()).toBe(3)
      expect((await mirrors.get('field-tasks')).checkpoint).toEqual({ part: 1 })
    })

    it('do not get a swept task back in an older state, but as it was', async () => {
      await put(1, { taskId: '1', modifiedAt: 200 })
      await sweep(2)
      await put(3, { taskId: '1', modifiedAt: 100 })
      expect(await ids()).toEqual([])
      await put(3, { taskId: '1', modifiedAt: 200 })
      expect(await ids()).toEqual(['1'])
      expect((await subject().store.fieldTasks.count({ customerIds: null, staffId: 's1' }, 0)).open).toBe(1)
    })

    it('forget a task wholly that a later pass has not seen either', async () => {
      await put(1, { taskId: '1', modifiedAt: 200 }, { taskId: '2', isDeleted: true })
      expect(await sweep(2)).toBe(2)
      expect((await subject().store.fieldTaskWindows.count(unseenBy(3))).deleted).toBe(1)
      expect(await sweep(3)).toBe(1)
      expect((await subject().store.fieldTaskWindows.count(unseenBy(4))).deleted).toBe(0)
      // Nothing is left that would refuse an older state.
      await put(4, { taskId: '1', modifiedAt: 100 })
      expect(await ids()).toEqual(['1'])
    })

    it('spare what one of two passes has seen', async () => {
      await put(1, { taskId: '1' }, { taskId: '2' }, { taskId: '3' })
      await put(2, { taskId: '2' })
      await put(3, { taskId: '3' })
      expect(await sweep(3, 2)).toBe(1)
      expect(await ids()).toEqual(['2', '3'])
    })

    it('do not believe that a pass has seen a task that is yet to come', async () => {
      await put(9, { taskId: '1' })
      await put(2, { taskId: '2' })
      expect(await sweep(2)).toBe(1)
      expect(await ids()).toEqual(['2'])
    })

    it('lose any number of tasks, some at a time', async () => {
      await put(1, ...Array.from({ length: 1500 }, (_, index) => ({ taskId: `t${index}`, staffIds: ['s1', 's2'] })))
      expect(await subject().store.fieldTaskWindows.sweep(unseenBy(2), mirrorState())).toBeLessThan(500)
      await sweep(2)
      expect(await subject().store.fieldTasks.size()).toBe(0)
      expect((await subject().store.fieldTasks.count({ customerIds: null, staffId: 's2' }, 0)).open).toBe(0)
    })
  })
}
