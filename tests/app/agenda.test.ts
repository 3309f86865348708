import { afterEach, describe, expect, test, vi } from 'vitest'
import { agenda, countToDo } from '../../src/app/agenda/agenda.ts'
import { arrivalWords, keepsInPlace } from '../../src/app/agenda/arrivals.ts'
import { fieldTask, groupSop, now, todo } from './support/samples.ts'

const outline = (items: Parameters<typeof agenda>[0]) =>
  agenda(items, now).map(({ id, items }) => [id, items.map(({ id }) => id)])

afterEach(() => vi.unstubAllEnvs())

describe('the agenda', () => {
  test('puts what is late first, then today, later, and what has no date', () => {
    const items = [
      todo(4, null),
      fieldTask(3, '2026-06-18T09:00:00+08:00'),
      groupSop(2, '2026-06-10T18:00:00+08:00'),
      todo(1, '2026-06-09T18:00:00+08:00'),
    ]
    expect(outline(items)).toEqual([
      ['overdue', ['youmi:1']],
      ['today', ['tanma:2']],
      ['later', ['waiqin:3']],
      ['undated', ['youmi:4']],
    ])
  })

  test('calls late whatever has become so since the answer', () => {
    expect(outline([todo(1, '2026-06-10T13:59:59+08:00', { overdue: false })])).toEqual([['overdue', ['youmi:1']]])
  })

  test('does not call late what may have been done: an unknown status of an earlier day stands last', () => {
    const items = [groupSop(1, '2026-06-09T10:00:00+08:00'), groupSop(2, '2026-06-10T10:00:00+08:00'), todo(3, null)]
    expect(outline(items)).toEqual([
      ['today', ['tanma:2']],
      ['undated', ['youmi:3']],
      ['past', ['tanma:1']],
    ])
  })

  test.each(['UTC', 'America/Los_Angeles', 'Asia/Shanghai', 'Pacific/Kiritimati'])(
    'draws the border of days in China on a machine in %s',
    (zone) => {
      vi.stubEnv('TZ', zone)
      const items = [todo(1, '2026-06-10T23:59:00+08:00'), todo(2, '2026-06-11T00:00:00+08:00')]
      expect(outline(items)).toEqual([
        ['today', ['youmi:1']],
        ['later', ['youmi:2']],
      ])
    },
  )

  test('keeps one order for equal times, and one row for an id that came twice', () => {
    const at = '2026-06-11T09:00:00+08:00'
    const items = [todo(2, at), fieldTask(1, at), todo(2, at)]
    expect(outline(items)).toEqual([['later', ['waiqin:1', 'youmi:2']]])
    expect(outline([...items].reverse())).toEqual(outline(items))
  })

  test('reads what is over from the newest', () => {
    const items = [groupSop(1, '2026-06-01T10:00:00+08:00'), groupSop(2, '2026-06-08T10:00:00+08:00')]
    expect(outline(items)).toEqual([['past', ['tanma:2', 'tanma:1']]])
  })
})

describe('what is still to do', () => {
  const ahead = groupSop(1, '2026-06-11T09:00:00+08:00')
  const past = groupSop(2, '2022-06-11T09:00:00+08:00')

  test('is what the source counts, as long as nothing that is over has come', () => {
    expect(countToDo([ahead], 60, now)).toBe(60)
  })

  test('is less than the source counts, once what is over begins', () => {
    expect(countToDo([ahead, past], 60, now)).toBe(1)
    expect(countToDo([past], 1, now)).toBe(0)
  })
})

describe('rows that arrive late', () => {
  const shown = agenda([todo(1, '2026-06-11T09:00:00+08:00')], now)
  const above = agenda([todo(1, '2026-06-11T09:00:00+08:00'), fieldTask(2, '2026-06-09T09:00:00+08:00')], now)
  const below = agenda([todo(1, '2026-06-11T09:00:00+08:00'), fieldTask(2, '2026-06-12T09:00:00+08:00')], now)

  test('are in place when they only add below', () => {
    expect(keepsInPlace(shown, below)).toBe(true)
    expect(keepsInPlace(shown, above)).toBe(false)
    expect(keepsInPlace(shown, [])).toBe(false)
  })

  test('are counted by source', () => {
    expect(arrivalWords(shown, above)).toBe('外勤任务 1 条已到')
    expect(arrivalWords(shown, [])).toBe('列表有更新')
  })

  test('are counted without what is over anyway', () => {
    const items = [groupSop(3, '2026-06-10T18:00:00+08:00'), groupSop(4, '2022-06-10T18:00:00+08:00')]
    expect(arrivalWords(shown, agenda([todo(1, '2026-06-11T09:00:00+08:00'), ...items], now))).toBe('群SOP 1 条已到')
  })
})
