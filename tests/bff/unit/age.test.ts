import { expect, test } from 'vitest'
import { isFuture, isRecent, isYounger, momentOf, skewMs } from '../../../src/bff/age.ts'

const hourMs = 3_600_000

function clocks() {
  const time = { wall: Date.parse('2026-11-20T10:00:00+08:00'), steady: 5 }
  return { time, clock: Object.assign(() => time.wall, { steady: () => time.steady }) }
}

test('something is young while both clocks say so', () => {
  const { time, clock } = clocks()
  const then = momentOf(clock)
  expect(isYounger(then, 1, clock)).toBe(true)
  time.wall += 999
  time.steady += 999
  expect(isYounger(then, 1000, clock)).toBe(true)
  time.steady += 1
  expect(isYounger(then, 1000, clock)).toBe(false)
})

test.each([
  ['the wall clock was set back', { wall: -8 * hourMs, steady: 1 }],
  ['the wall clock was set ahead', { wall: 8 * hourMs, steady: 1 }],
  ['the machine was suspended', { wall: 8 * hourMs, steady: 0 }],
  ['the wall clock was set back by as much as has passed', { wall: 1, steady: 8 * hourMs }],
])('nothing is young when %s', (_, by) => {
  const { time, clock } = clocks()
  const then = momentOf(clock)
  time.wall += by.wall
  time.steady += by.steady
  expect(isYounger(then, hourMs, clock)).toBe(false)
})

test('a stored time of the future counts as unknown, but for the skew between machines', () => {
  const now = 1_000_000
  expect(isRecent(now - 1, 2, now)).toBe(true)
  expect(isRecent(now - 2, 2, now)).toBe(false)
  expect(isRecent(now + skewMs, 2, now)).toBe(true)
  expect(isRecent(now + skewMs + 1, 2, now)).toBe(false)
  expect([isFuture(now + skewMs, now), isFuture(now + skewMs + 1, now)]).toEqual([false, true])
})
