import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { toChinaIso } from '../../../../src/bff/china-time.ts'
import { readTime } from '../../../../src/bff/wire/time.ts'

beforeAll(() => {
  process.env['TZ'] = 'America/New_York'
})

const isoOf = (value: unknown, ofDay: 'start' | 'end' = 'start') => {
  const time = readTime(value, ofDay)
  return typeof time === 'number' ? toChinaIso(time) : time
}

const ms = Date.parse('2030-03-01T10:05:00+08:00')

describe('a time of a vendor, on a server in New York', () => {
  it.each([
    '2030-03-01 10:05',
    ' 2030-03-01 10:05:00 ',
    '2030-03-01 10:05:',
    '2030-03-01 10:05:00.000',
    '2030-03-01 10:05:00.0',
    '2030-03-01T10:05',
    '2030/03/01 10:05',
    '2030/3/1 10:05:00',
    '2030.03.01 10:05',
    '2030年3月1日 10:05',
    '2030-03-01T02:05:00.000Z',
    '2030-03-01T02:05:00.000000Z',
    '2030-03-01T10:05:00.000+0800',
    '2030-03-01T10:05:00+08:00',
    '2030-03-01 10:05:00 +08',
    '2030-02-28T21:05:00-05:00',
    '20300301100500',
    '203003011005',
    ms,
    ms / 1000,
    String(ms),
    String(ms / 1000),
    `${ms / 1000}.0`,
    `/Date(${ms})/`,
    `/Date(${ms}+0800)/`,
    [2030, 3, 1, 10, 5],
    [2030, 3, 1, 10, 5, 0, 0],
    { date: '2030-03-01 10:05:00.000000', timezone_type: 3, timezone: 'PRC' },
    { date: '2030-03-01 02:05:00.000000', timezone_type: 3, timezone: 'UTC' },
    { date: '2030-02-28 21:05:00.000000', timezone: 'America/New_York' },
    { date: '2030-03-01 10:05:00.000000', timezone_type: 1, timezone: '+08:00' },
    { time: ms, year: 130, month: 2, date: 1, day: 5 },
  ])('is read from %j', (value) => {
    expect(new Date('2020-11-19T00:00').getTimezoneOffset()).toBe(300)
    expect(isoOf(value)).toBe('2030-03-01T10:05:00+08:00')
  })

  it.each(['2030-03-01', '2030/3/1', '20300301', [2030, 3, 1]])(
    'begins with its day, or is due at its end: %j',
    (day) => {
      expect(isoOf(day)).toBe('2030-03-01T00:00:00+08:00')
      expect(isoOf(day, 'end')).toBe('2030-03-01T23:59:59+08:00')
    },
  )

  it('of 24:00 is the next day, and a day of midnight is not the whole day', () => {
    expect(isoOf('2020-11-30 24:00', 'end')).toBe('2020-12-01T00:00:00+08:00')
    expect(isoOf('2020-02-29 00:00', 'end')).toBe('2020-02-29T00:00:00+08:00')
  })

  it.each([
    null,
    undefined,
    '',
    '  ',
    false,
    [],
    0,
    '0',
    '0000-00-00',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00Z',
    '1900-01-01T00:00:00+08:00',
    '1900-01-01',
    '1970-01-01 08:00:00',
    '1970-01-01',
    '1970-01-01T00:00:00Z',
    '1969-12-31 16:00:00',
    '/Date(-62135596800000)/',
    -62_135_596_800,
    '9999-12-31 23:59:59',
    { date: '-0001-11-30 00:00:00.000000', timezone: 'PRC' },
  ])('is none where it stands for none: %j', (value) => {
    expect([readTime(value, 'start'), readTime(value, 'end')]).toEqual([null, null])
  })

  it.each([
    '昨天',
    '2030-02-30 10:00',
    '2020-13-01 10:00',
    '2020-11-19 25:00',
    '2020-11-19 10:60',
    '2020-11-19 10:33 PM',
    '2020-11-19 10:33 CST',
    '19/11/2020',
    true,
    {},
    123_456,
    1e300,
    [2030, 13, 1],
    [2030, 3],
    ['2030', '3', '1'],
    { date: 'x', timezone: 'PRC' },
    { date: '2030-03-01 10:05', timezone: 'Nowhere/Land' },
  ])('is not guessed from %j', (value) => {
    expect(readTime(value, 'start')).toBeUndefined()
  })

  it('is a time of this world, or none, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.double(), fc.date().map(String), fc.array(fc.integer())), (value) => {
        const time = readTime(value, 'end')
        if (typeof time !== 'number') return
        expect(Number.isInteger(time)).toBe(true)
        expect(toChinaIso(time)).toMatch(/^(?:19|[2-9]\d)\d\d-/)
      }),
    )
  })

  it('that is written in any of the usual ways comes back as it was', () => {
    const of = fc.date({
      min: new Date('2000-01-02T00:00:00Z'),
      max: new Date('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(of, (date) => {
        const at = Math.floor(date.getTime() / 1000) * 1000
        const iso = toChinaIso(at)
        const local = iso.slice(0, 19)
        const utc = new Date(at).toISOString()
        const written = [
          iso,
          local,
          local.replace('T', ' '),
          local.replaceAll('-', '/').replace('T', ' '),
          utc,
          at,
          at / 1000,
        ]
        for (const each of [...written, String(at), `/Date(${at})/`]) expect(readTime(each, 'end')).toBe(at)
      }),
    )
  })
})
