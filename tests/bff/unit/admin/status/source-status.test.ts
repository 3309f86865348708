import { describe, expect, it } from 'vitest'
import { toSourceStatus } from '../../../../../src/bff/admin/status/source-status.ts'
import type { MirrorProgress } from '../../../../../src/bff/mirror/progress.ts'

const now = 1_700_000_000_000
const first: MirrorProgress = {
  name: 'waiqin-tasks',
  phase: 'first_sync',
  rows: 12_000,
  window: null,
  ratePerSecond: null,
  startedAt: now - 240_000,
  completedAt: null,
  isLate: false,
  lastError: null,
  isLeader: false,
}
const facts = { id: 'waiqin', name: '勤策', isConfigured: true, count: null, now } as const
const sync = (more: Partial<MirrorProgress>, secondsShut = 0) =>
  toSourceStatus({ ...facts, secondsShut, calls: [], mirrors: [{ what: '外勤任务', progress: { ...first, ...more } }] })
    .sync

describe('a first reading', () => {
  it('has no total, share or time where none of them is known', () => {
    expect(sync({})).toEqual({
      what: '外勤任务',
      done: 12_000,
      total: null,
      percent: null,
      perMinute: 3000,
      secondsLeft: null,
    })
  })

  it('has a share and a time by windows, but no total then', () => {
    const pace = { reach: { unit: 'parts', done: 10, total: 37 } as const, msLeft: 600_500 }
    expect(sync({ pace })).toMatchObject({ total: null, percent: 27, secondsLeft: 601 })
  })

  it('has the total where rows are counted, and is never done before its end', () => {
    const pace = { reach: { unit: 'rows', done: 12_000, total: 11_900 } as const, msLeft: null }
    expect(sync({ pace })).toMatchObject({ total: 11_900, percent: 99, secondsLeft: null })
  })

  it('that has just failed, or whose calls are held back, keeps its share and promises no time', () => {
    const pace = { reach: { unit: 'rows', done: 12_000, total: 48_000 } as const, msLeft: 600_000 }
    expect(sync({ pace, phase: 'failing', lastError: 'timeout' })).toMatchObject({ percent: 25, secondsLeft: null })
    expect(sync({ pace }, 30)).toMatchObject({ percent: 25, secondsLeft: null })
    expect(sync({ pace })).toMatchObject({ percent: 25, secondsLeft: 600 })
  })

  it('is none once a reading has reached its end, though a later one fails', () => {
    expect(sync({ phase: 'idle', completedAt: now })).toBeNull()
    expect(sync({ phase: 'failing', completedAt: now, lastError: 'timeout' })).toBeNull()
  })
})
