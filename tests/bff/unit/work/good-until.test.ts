import { expect, it } from 'vitest'
import { goodUntil } from '../../../../src/bff/work/good-until.ts'

const now = Date.parse('2026-11-20T10:00:00+08:00')
const due = (dueAt: string | null) => ({ dueAt })

it('is the moment after the next due time', () => {
  const rows = [due('2026-11-20T12:00:00+08:00'), due('2026-11-20T10:30:00+08:00'), due('2026-11-20T09:00:00+08:00')]
  expect(goodUntil(rows, now)).toBe(Date.parse('2026-11-20T10:30:00+08:00') + 1)
  expect(goodUntil([due('2026-11-20T10:00:00+08:00')], now)).toBe(now + 1)
})

it('is the end of the day in China where nothing falls due before', () => {
  const midnight = Date.parse('2026-11-21T00:00:00+08:00')
  expect(goodUntil([due(null), due('2026-11-25T10:00:00+08:00'), due('2026-01-01T10:00:00+08:00')], now)).toBe(midnight)
})
