import { describe, expect, test } from 'vitest'
import { doneAt, weekOf } from '../../src/app/sheets/done-weeks.ts'
import { noticeTitle } from '../../src/app/features/notices/notice-title.ts'
import { momentFacts, momentMore } from '../../src/app/features/moments/moment-fields.ts'
import { todoFacts, todoMore } from '../../src/app/features/todos/todo-fields.ts'
import { fieldTask, moment, notice, now, todo } from './support/samples.ts'

// `now` is Wednesday, 10 June 2026.
describe('what was done', () => {
  const feedback = (at: string) => [{ content: '好了', at, visitId: null }]

  test.each([
    [
      'the latest feedback',
      { feedback: feedback('2026-06-10T09:00:00+08:00'), modifiedAt: '2026-06-01T09:00:00+08:00' },
      'today',
    ],
    ['the first minute of this week', { feedback: feedback('2026-06-08T00:00:00+08:00') }, 'week'],
    ['the last minute of last week', { feedback: feedback('2026-06-07T23:59:00+08:00') }, 'last'],
    ['the change of a task without feedback', { modifiedAt: '2026-05-31T23:59:00+08:00' }, 'earlier'],
  ] as const)('stands in its week by %s, not by when it was due', (_, more, week) => {
    const task = fieldTask(1, '2026-06-30T18:00:00+08:00', {
      status: 'done',
      ...more,
      feedback: [...((more as { feedback?: never[] }).feedback ?? [])],
    })
    expect(weekOf(task, now)).toBe(week)
  })

  test('of 友米, which tells no such time, stands by when it was due, and never as done today', () => {
    const done = todo(1, '2026-06-10T11:00:00+08:00', { status: 'done' })
    expect(doneAt(done)).toBeNull()
    expect(weekOf(done, now)).toBe('week')
    expect(weekOf(todo(2, '2026-06-03T11:00:00+08:00', { status: 'done' }), now)).toBe('last')
    expect(weekOf(todo(3, null, { status: 'done' }), now)).toBe('undated')
  })
})

describe('the title of a notice', () => {
  const titleOf = (title: string, more = {}) => noticeTitle({ ...notice(1, { title }), ...more })

  test.each([
    ['修改了任务的截止时间', '测试员工 修改了「修改任务名称」的截止时间'],
    ['给你分配了任务', '测试员工 给你分配了「修改任务名称」'],
    ['将状态更变为:进行中', '测试员工 将「修改任务名称」的状态更变为：进行中'],
    ['评论了', '测试员工 评论了 「修改任务名称」'],
    ['修改任务名称已逾期', '测试员工 修改任务名称已逾期'],
  ])('%s says who and what: %s', (title, said) => {
    expect(titleOf(title)).toBe(said)
  })

  test('is the vendor’s head where there is neither', () => {
    expect(titleOf('新的通知', { actor: null, task: null })).toBe('新的通知')
  })
})

const valueOf = (fields: { label: string; value: string }[], label: string) =>
  fields.find((field) => field.label === label)?.value

describe('people are named', () => {
  test('in a todo, those whose names are known; the others are ids among the ids', () => {
    const known = todo(1, null, { creator: 'b03', recipients: ['b08', 'b77'], names: { b03: '林晓梅', b08: '孟祥宇' } })
    expect(valueOf(todoFacts(known, now), '谁')).toBe('林晓梅 派给 孟祥宇')
    const copies = todoMore(known, now).at(-1)?.copies ?? []
    expect(copies.map(({ text }) => text)).toEqual(['1', 'wxid_1', 'b77'])
    expect(valueOf(todoFacts(todo(2, null, { creator: 'b03' }), now), '谁')).toBeUndefined()
  })

  test('in a moment, with how many there are beside them', () => {
    const range = { users: ['a', 'b', 'c'], departments: [], tags: ['t1', 't2'] }
    const job = moment(1, { visibleRange: range, names: { a: '林晓梅', t1: '重点客户' } })
    expect(valueOf(momentMore(job), '发布人')).toBe('林晓梅 等 3 人')
    expect(valueOf(momentFacts(job, now), '可见范围')).toBe('标签「重点客户」等 2 个')
  })
})
