import { describe, expect, it } from 'vitest'
import { mirrorState, unseenSince } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const job = {
  jobId: '1',
  counts: '2 1 1',
  body: { text: '新品' },
  people: [
    { userid: 'zhangsan', status: 'open' },
    { userid: 'lisi', status: 'done' },
  ],
} as const
const task = { taskId: '5', waiting: 1, finished: 1, total: 2 }
const at = (startedAt: number) => mirrorState({ name: 'moments', startedAt })

export function testMoments(subject: () => StoreUnderTest): void {
  describe('moments jobs', () => {
    it('are found by whom they are addressed to', async () => {
      const { store, other } = subject()
      await store.moments.put([job, { ...job, jobId: '2', people: [] }], at(1000))
      expect(await other.moments.of('zhangsan')).toEqual([{ jobId: '1', body: job.body, status: 'open' }])
      expect(await other.moments.of('lisi')).toMatchObject([{ status: 'done' }])
      expect(await other.moments.of('ZhangSan')).toHaveLength(1)
      expect(await other.moments.of('wangwu')).toEqual([])
      expect((await other.mirrors.get('moments')).startedAt).toBe(1000)
    })

    it('are read one at a time by their id, by the people they are for', async () => {
      const { moments } = subject().store
      await moments.put([job, { ...job, jobId: '2' }], at(1000))
      expect(await moments.of('zhangsan', '2')).toMatchObject([{ jobId: '2' }])
      expect(await moments.of('wangwu', '2')).toEqual([])
      expect(await moments.of('zhangsan', '9')).toEqual([])
    })

    it('follow who is named, and who has published', async () => {
      const { moments } = subject().store
      await moments.put([job], at(1000))
      await moments.put([{ ...job, counts: '1 1 0', people: [{ userid: 'zhangsan', status: 'done' }] }], at(2000))
      expect(await moments.of('zhangsan')).toMatchObject([{ status: 'done' }])
      expect(await moments.of('lisi')).toEqual([])
      expect(await moments.countsOf(['1', '9'])).toEqual(new Map([['1', '1 1 0']]))
    })

    it('count the last word of an id that one page names twice', async () => {
      const { moments } = subject().store
      await moments.put([job, { ...job, people: [{ userid: 'wangwu', status: 'open' }] }], at(1000))
      expect(await moments.of('wangwu')).toHaveLength(1)
      expect(await moments.of('zhangsan')).toEqual([])
    })

    it('are swept with their people and tasks when nobody mentions them any more', async () => {
      const { store, other } = subject()
      await store.moments.put([job, { ...job, jobId: '2' }], at(1000))
      await store.moments.confirm(task, ['1', '2'], at(1000))
      await store.moments.confirm({ ...task, taskId: '6' }, ['2'], at(2000))
      expect(await store.moments.sweep(unseenSince(2000), at(2000))).toBe(1)
      expect(await other.moments.of('zhangsan')).toMatchObject([{ jobId: '2' }])
      expect(await other.moments.summary()).toEqual({ waiting: 1, finished: 1, total: 2 })
    })

    it('are summed up over all tasks, once there are any', async () => {
      const { moments } = subject().store
      expect(await moments.summary()).toBeNull()
      await moments.confirm(task, [], at(1000))
      await moments.confirm({ taskId: '6', waiting: 3, finished: 4, total: 7 }, [], at(1000))
      expect(await moments.summary()).toEqual({ waiting: 4, finished: 5, total: 9 })
    })
  })
}
