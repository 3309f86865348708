import { describe, expect, it } from 'vitest'
import type { FieldTaskWindow } from '../../src/bff/store/mirror-stores.ts'
import { asRead, fieldTask, mirrorState } from './store-rows.ts'
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
/** Tasks created from 0 on and before 100, as a pass has not seen them. */
const unseenBy = (pass: number, since = pass) => ({ from: 0, to: 100, since, until: pass })
const ofCustomer = { customerIds: ['c1'], staffId: null, statuses: null }
const mine = { customerIds: null, staffId: 's1' }

export function testFieldTaskWindows(subject: () => StoreUnderTest): void {
  const put = (pass: number | null, ...tasks: Parameters<typeof fieldTask>[0][]) =>
    subject().store.fieldTasks.put(tasks.map(fieldTask), mirrorState(), pass)
  const unseen = (pass: number, since = pass) => subject().other.fieldTaskWindows.unseen(unseenBy(pass, since))
  const hide = (pass: number, ...taskIds: string[]) =>
    subject().store.fieldTaskWindows.hide(taskIds, pass, mirrorState({ checkpoint: { part: pass } }))
  const ids = async () => (await subject().other.fieldTasks.list(ofCustomer)).map(({ taskId }) => taskId).sort()
  const checkpoint = async () => (await subject().other.mirrors.get('field-tasks')).checkpoint

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

    it('tell their doubt together with the state of their mirror', async () => {
      const { store, other } = subject()
      const standing = () => other.fieldTaskWindows.standing('field-tasks')
      expect(await standing()).toMatchObject({ state: { completedAt: null, checkpoint: null }, isDoubtful: false })
      const state = mirrorState({ checkpoint: { page: 2 }, completedAt: 5 })
      await store.fieldTaskWindows.put(window(), state)
      expect(await standing()).toEqual({ state: asRead(state), isDoubtful: false })
      await store.fieldTaskWindows.put(window({ doubtfulSince: 1 }), state)
      expect(await standing()).toEqual({ state: asRead(state), isDoubtful: true })
    })

    it('know what a pass has not seen', async () => {
      await put(1, { taskId: '1', createdAt: 0 }, { taskId: '2', createdAt: 99 }, { taskId: '3', isDeleted: true })
      await put(1, { taskId: '4', createdAt: 100 }, { taskId: '5', createdAt: -1 }, { taskId: '6', createdAt: null })
      await put(2, { taskId: '7', createdAt: 60 })
      expect(await unseen(2)).toEqual({ shown: 3, missing: ['1', '2'], deleted: ['3'], first: 0, last: 99 })
      expect(await unseen(1)).toEqual({ shown: 3, missing: ['7'], deleted: [], first: 60, last: 60 })
      expect(await unseen(2, 1)).toEqual({ shown: 3, missing: [], deleted: [], first: null, last: null })
      const later = { ...unseenBy(1), from: 200, to: 300 }
      const none = { shown: 0, missing: [], deleted: [], first: null, last: null }
      expect(await subject().store.fieldTaskWindows.unseen(later)).toEqual(none)
    })

    it('know it of a month, whose tasks are many', async () => {
      const dayMs = 86_400_000
      const tasks = Array.from({ length: 300 }, (_, index) => ({
        taskId: `t${index}`,
        createdAt: (index * dayMs) / 10,
      }))
      await put(1, ...tasks)
      await put(2, ...tasks.slice(1, -1))
      const search = { ...unseenBy(2), to: 30 * dayMs }
      const last = 29.9 * dayMs
      expect(await subject().store.fieldTaskWindows.unseen(search)).toEqual({
        shown: 300,
        missing: ['t0', 't299'],
        deleted: [],
        first: 0,
        last,
      })
    })

    it('take a task for seen that was told in an older state', async () => {
      await put(1, { taskId: '1', modifiedAt: 200, status: 'done' })
      await put(2, { taskId: '1', modifiedAt: 100 })
      expect((await unseen(2)).missing).toEqual([])
      expect(await subject().store.fieldTasks.list(ofCustomer)).toMatchObject([{ status: 'done' }])
    })

    it('do not believe that a pass has seen a task that is yet to come', async () => {
      await put(9, { taskId: '1' })
      expect((await unseen(2)).missing).toEqual(['1'])
    })

    it('take every task for unseen once sightings are forgotten, and those that nobody will ask about', async () => {
      await put(1, { taskId: '1' }, { taskId: '2' })
      await subject().store.fieldTaskWindows.forgetSightings(mirrorState({ checkpoint: { part: 1 } }))
      expect(await checkpoint()).toEqual({ part: 1 })
      await put(null, { taskId: '1' })
      expect((await unseen(1)).missing.sort()).toEqual(['1', '2'])
    })

    it('lose a task that is hidden, from every list', async () => {
      await put(1, { taskId: '1' }, { taskId: '2' })
      await hide(2, '1')
      expect(await ids()).toEqual(['2'])
      const { fieldTasks } = subject().other
      expect((await fieldTasks.count(mine, 0)).open).toBe(1)
      expect([...(await fieldTasks.bodies(mine, ['1', '2'])).keys()]).toEqual(['2'])
      expect(await fieldTasks.size()).toBe(1)
      expect(await checkpoint()).toEqual({ part: 2 })
    })

    it('do not get a hidden task back in an older state, but as it was', async () => {
      await put(1, { taskId: '1', modifiedAt: 200 })
      await hide(2, '1')
      await put(3, { taskId: '1', modifiedAt: 100 })
      expect(await ids()).toEqual([])
      await put(3, { taskId: '1', modifiedAt: 200 })
      expect(await ids()).toEqual(['1'])
      expect((await subject().store.fieldTasks.count(mine, 0)).open).toBe(1)
    })

    it('forget a hidden task wholly with a later pass, and never one that is shown', async () => {
      await put(1, { taskId: '1', modifiedAt: 200 }, { taskId: '2' })
      await hide(2, '1')
      expect((await unseen(2)).deleted).toEqual([])
      expect((await unseen(3)).deleted).toEqual(['1'])
      await subject().store.fieldTaskWindows.purge(['1', '2'], mirrorState({ checkpoint: { part: 3 } }))
      expect((await unseen(3)).deleted).toEqual([])
      expect(await checkpoint()).toEqual({ part: 3 })
      // Nothing is left that would refuse an older state.
      await put(4, { taskId: '1', modifiedAt: 100 })
      expect(await ids()).toEqual(['1', '2'])
    })

    it('lose many tasks at once', async () => {
      const tasks = Array.from({ length: 1500 }, (_, index) => ({ taskId: `t${index}`, staffIds: ['s1', 's2'] }))
      await put(1, ...tasks)
      await hide(2, ...tasks.slice(1).map(({ taskId }) => taskId))
      expect(await ids()).toEqual(['t0'])
      expect((await subject().store.fieldTasks.count({ ...mine, staffId: 's2' }, 0)).open).toBe(1)
    })
  })
}
