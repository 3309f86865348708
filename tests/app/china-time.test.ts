import { afterEach, expect, test, vi } from 'vitest'
import { asOfTime, dayOf, dueLabel, exactTime } from '../../src/app/ui/china-time.ts'
import { now } from './support/samples.ts'

afterEach(() => vi.unstubAllEnvs())

test.each([
  ['2026-06-10T13:59:40+08:00', '逾期 1 分钟'],
  ['2026-06-10T13:15:00+08:00', '逾期 45 分钟'],
  ['2026-06-10T11:00:00+08:00', '逾期 3 小时'],
  ['2026-06-08T13:00:00+08:00', '逾期 2 天'],
  ['2022-11-19T10:10:00+08:00', '逾期 3 年'],
])('says of %s how late it is: %s', (at, words) => {
  expect(dueLabel(at, now, true)).toBe(words)
})

test.each([
  ['2026-06-10T14:28:00+08:00', '14:28'],
  ['2026-06-11T08:00:00+08:00', '明天 08:00'],
  ['2026-06-11T10:55:00+08:00', '明天 10:55'],
  ['2026-06-14T10:55:00+08:00', '周日 10:55'],
  ['2026-06-17T10:55:00+08:00', '6月17日'],
  ['2026-08-18T00:00:00+08:00', '8月18日'],
  ['2027-01-01T00:00:00+08:00', '2027年1月1日'],
  ['2026-06-09T10:00:00+08:00', '6月9日'],
])('says of %s when it is due: %s, in any zone', (at, words) => {
  for (const zone of ['UTC', 'America/New_York', 'Asia/Tokyo']) {
    vi.stubEnv('TZ', zone)
    expect(dueLabel(at, now, false)).toBe(words)
  }
})

test('reads an instant of another offset as the same moment', () => {
  expect(dueLabel('2026-06-10T06:28:00Z', now, false)).toBe('14:28')
})

test('is exact in a sheet, with the year only when it is another', () => {
  expect(exactTime('2026-06-08T10:10:00+08:00', now)).toBe('6月8日 10:10')
  expect(exactTime('2022-11-19T10:10:00+08:00', now)).toBe('2022年11月19日 10:10')
  expect(exactTime(null, now)).toBe('未定')
})

test('tells the day of an answer that is not of today', () => {
  expect(asOfTime('2026-06-10T13:02:00+08:00', now)).toBe('13:02')
  expect(asOfTime('2026-06-09T13:02:00+08:00', now)).toBe('6月9日 13:02')
})

test('leaves the year out of a day of this year, as a clock in China counts it', () => {
  const now = Date.parse('2026-01-01T00:30:00+08:00')
  expect(dayOf('2026-01-01T00:10:00+08:00', now)).toBe('1月1日')
  expect(dayOf('2025-12-31T23:50:00+08:00', now)).toBe('2025年12月31日')
})
