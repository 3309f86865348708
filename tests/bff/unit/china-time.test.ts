import { beforeAll, describe, expect, it } from 'vitest'
import {
  addDays,
  chinaDay,
  chinaStamp,
  parseChinaTime,
  readChinaTime,
  toChinaIso,
} from '../../../src/bff/china-time.ts'

beforeAll(() => {
  process.env['TZ'] = 'America/New_York'
})

describe('the time of China, on a server in New York', () => {
  it.each([
    ['2020-11-19 10:33', '2020-11-19T10:33:00+08:00'],
    ['2020-11-19 10:33:07', '2020-11-19T10:33:07+08:00'],
    ['2020-11-19 10:33:', '2020-11-19T10:33:00+08:00'],
    ['2020-11-19T10:33', '2020-11-19T10:33:00+08:00'],
    [' 2020-11-19 ', '2020-11-19T00:00:00+08:00'],
    ['2020-02-29 23:59', '2020-02-29T23:59:00+08:00'],
    ['2020-11-30 24:00', '2020-12-01T00:00:00+08:00'],
  ])('reads %j as %s', (text, iso) => {
    expect(new Date('2020-11-19T00:00').getTimezoneOffset()).toBe(300)
    expect(readChinaTime(text)).toBe(iso)
    expect(parseChinaTime(text)).toBe(Date.parse(iso))
  })

  it.each(['', '昨天', '2020-13-01 10:00', '2020-11-19 25:00', '2020-11-19 10:33 PM', '19/11/2020', '1605753180'])(
    'cannot read %j',
    (text) => {
      expect([readChinaTime(text), parseChinaTime(text)]).toEqual([null, null])
    },
  )

  it('begins its day eight hours before the one of Greenwich, and knows no daylight saving', () => {
    expect(chinaDay(Date.parse('2024-03-10T15:59:59Z'))).toBe('2024-03-10')
    expect(chinaDay(Date.parse('2024-03-10T16:00:00Z'))).toBe('2024-03-11')
    expect(addDays('2024-03-09', 2)).toBe('2024-03-11')
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29')
  })

  it('is written for a path and for the contract', () => {
    const time = Date.parse('2024-08-07T07:30:00.999Z')
    expect(chinaStamp(time)).toBe('20240807153000')
    expect(toChinaIso(time)).toBe('2024-08-07T15:30:00+08:00')
  })
})
