import { describe, expect, it } from 'vitest'
import { dueWindowsOf } from '../../../../src/bff/sources/waiqin/due-windows.ts'
import { creationWindowsOf } from '../../../../src/bff/sources/waiqin/windows.ts'
import type { FieldTaskWindow } from '../../../../src/bff/store/mirror-stores.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const now = Date.parse('2026-03-25T12:00:00+08:00')
const windows = creationWindowsOf({ startedAt: now, since: '2025-01-01', oldest: null })
const [newest, second, third, fourth] = windows.map(({ from }) => from)

const last = (more: Partial<FieldTaskWindow> = {}): Omit<FieldTaskWindow, 'fromDay'> => ({
  readAt: now - 2 * hourMs,
  rows: 10,
  calls: 1,
  isSettled: true,
  doubtfulSince: null,
  ...more,
})

/** Each window was last read like this, or as it is said of its first day. */
const knownOf = (all: Partial<FieldTaskWindow> = {}, some: Record<string, Partial<FieldTaskWindow> | null> = {}) =>
  new Map(
    windows.flatMap(({ from: fromDay }) => {
      const own = some[fromDay]
      return own === null ? [] : [[fromDay, { fromDay, ...last(all), ...own }] as const]
    }),
  )

interface Asked {
  known?: Map<string, FieldTaskWindow>
  passedAt?: number | null
  isHurried?: boolean
}
function due({ known = knownOf(), passedAt = now - 60_000, isHurried = false }: Asked) {
  const { newest: first, others } = dueWindowsOf({ windows, known, now, passedAt, isHurried })
  return { newest: first?.from ?? null, others: others.map(({ from }) => from) }
}

describe('a window of creation days is due', () => {
  it('in an hour for the newest, in every pass for who is in a hurry, and in a day for the others', () => {
    expect(due({})).toEqual({ newest, others: [] })
    expect(due({ known: knownOf({ readAt: now - hourMs + 1 }) })).toEqual({ newest: null, others: [] })
    expect(due({ known: knownOf({ readAt: now }), isHurried: true })).toEqual({ newest, others: [] })
    expect(due({ known: knownOf({ readAt: now - dayMs + 1 }) }).others).toEqual([])
    expect(due({ known: knownOf({ readAt: now - dayMs }) }).others).toHaveLength(windows.length - 1)
  })

  it('in an hour while a day of it is in the last week', () => {
    const early = Date.parse('2026-03-10T12:00:00+08:00')
    const known = knownOf({ readAt: early - hourMs })
    const { others } = dueWindowsOf({ windows, known, now: early, passedAt: early, isHurried: false })
    expect(others.map(({ from }) => from)).toEqual(['2026-02-06'])
  })

  it('in an hour where its last reading settled nothing', () => {
    expect(due({ known: knownOf({}, { [third ?? '']: { isSettled: false } }) }).others).toEqual([third])
  })

  it('at once where its time is one of the future', () => {
    expect(due({ known: knownOf({}, { [third ?? '']: { readAt: now + dayMs } }) }).others).toEqual([third])
  })

  it('one at a time where it was never read', () => {
    const known = knownOf({}, { [second ?? '']: null, [third ?? '']: null })
    expect(due({ known }).others).toEqual([second])
  })
})

describe('the hour’s calls', () => {
  const dueAgain = { readAt: now - dayMs - hourMs, rows: 19_500 }

  it('are sixty, those of the newest not among them, longest ago first', () => {
    const oldest = windows.at(-1)?.from ?? ''
    const known = knownOf(dueAgain, { [third ?? '']: { readAt: now - 3 * dayMs } })
    expect(due({ known }).others).toEqual([third, second, fourth])
    expect(due({ known: knownOf(dueAgain, { [oldest]: { readAt: now - 4 * dayMs } }) }).others[0]).toBe(oldest)
    expect(due({ known: knownOf(dueAgain) }).newest).toBe(newest)
  })

  it('are counted from the stored times', () => {
    const spent = { readAt: now - hourMs / 2, calls: 25 }
    expect(due({ known: knownOf(dueAgain, { [second ?? '']: spent }) }).others).toHaveLength(1)
    const before = { readAt: now - hourMs, calls: 25 }
    expect(due({ known: knownOf(dueAgain, { [second ?? '']: before }) }).others).toHaveLength(3)
    const ofNewest = { readAt: now - hourMs / 2, calls: 60 }
    expect(due({ known: knownOf(dueAgain, { [newest ?? '']: ofNewest }) }).others).toHaveLength(3)
  })

  it('of hours without a pass are not lost, unless their number is not known', () => {
    const known = knownOf({ ...dueAgain, readAt: now - 10 * dayMs })
    expect(due({ known, passedAt: now - 10 * dayMs }).others).toHaveLength(windows.length - 1)
    expect(due({ known, passedAt: null }).others).toHaveLength(3)
    expect(due({ known, passedAt: now + dayMs }).others).toHaveLength(3)
  })

  it('are enough for one window that never fits, in an hour without another', () => {
    const huge = knownOf(dueAgain, { [third ?? '']: { readAt: now - 9 * dayMs, rows: 90_000 } })
    expect(due({ known: huge }).others).toEqual([third])
    const spent = { readAt: now - 1000, calls: 1 }
    expect(
      due({ known: new Map([...huge, [second ?? '', { fromDay: second ?? '', ...last(spent) }]]) }).others,
    ).toEqual([])
  })

  it('go to a doubtful window first', () => {
    const known = knownOf(dueAgain, {
      [third ?? '']: { readAt: now - hourMs, isSettled: false, doubtfulSince: now - hourMs, calls: 0 },
    })
    expect(due({ known }).others[0]).toBe(third)
  })
})
