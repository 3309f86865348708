import { beforeAll, describe, expect, it } from 'vitest'
import { addDays, chinaDay, chinaStamp, toChinaIso } from '../../../src/bff/china-time.ts'

beforeAll(() => {
  process.env['TZ'] = 'America/New_York'
})

describe('the time of China, on a server in New York', () => {
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
