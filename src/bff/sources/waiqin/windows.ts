import { addDays, chinaDay } from '../../china-time.ts'
import type { Window } from './client.ts'

const windowDays = 30
const backfillDays = 3 * 365 + 1
const overlapDays = 1
const longestIncrementDays = 90
const dayMs = 86_400_000

const earlier = (one: string, other: string): string => (one < other ? one : other)
const later = (one: string, other: string): string => (one > other ? one : other)

/**
 * Splits the days from `from` to `to`, newest first. Neighbouring windows share a day, because the vendor does not say
 * whether the last day is included.
 */
function split(by: Window['by'], from: string, to: string): Window[] {
  if (from > to) return []
  const windows: Window[] = []
  for (let end = to; end > from || end === to; end = addDays(end, -windowDays)) {
    const start = addDays(end, -windowDays)
    windows.push({ by, from: later(start, from), to: end })
  }
  return windows
}

interface Increment {
  startedAt: number
  /** Up to when changes are known. */
  watermark: number
  /** When the last complete pass began; null where that is not known. */
  passedAt: number | null
}

/**
 * What may have changed since the last pass, with a day of overlap. Created tasks are read as well, because it is not
 * documented whether creation counts as modification. Where nothing has changed for months, older changes come with the
 * windows of their creation.
 */
export function incrementsOf({ startedAt, watermark, passedAt }: Increment): Window[] {
  const today = chinaDay(startedAt)
  const known = chinaDay(watermark)
  const overlapped = addDays(passedAt === null ? known : chinaDay(passedAt), -overlapDays)
  const from = later(earlier(known, overlapped), addDays(today, -longestIncrementDays))
  return [...split('modify', from, today), ...split('create', from, today)]
}

/** The first day of the window that holds this day. Counted from 1970, so that a window is tomorrow what it is today. */
function startOf(day: string): string {
  const days = Date.parse(`${day}T00:00:00Z`) / dayMs
  return addDays(day, -(days % windowDays))
}

interface Creation {
  startedAt: number
  /** yyyy-MM-dd; null for three years ago. */
  since: string | null
  /** The first day of the oldest window that was ever read: it stays one, though it is more than three years ago by now. */
  oldest: string | null
}

/** All windows of creation days, newest first: users who wait for the first sync need recent tasks most. */
export function creationWindowsOf({ startedAt, since, oldest }: Creation): Window[] {
  const today = chinaDay(startedAt)
  const threeYearsAgo = startOf(addDays(today, -backfillDays))
  const first = since ?? earlier(threeYearsAgo, oldest ?? threeYearsAgo)
  const windows: Window[] = []
  for (let start = startOf(today), end = today; end >= first; start = addDays(start, -windowDays)) {
    windows.push({ by: 'create', from: later(start, first), to: end })
    if (start <= first) break
    end = start
  }
  return windows
}

const midnight = (day: string): number => Date.parse(`${day}T00:00:00+08:00`)

/** When the tasks of a window were created: its last day belongs to the next one, unless that day is its own. */
export function creationTimesOf({ from, to }: Pick<Window, 'from' | 'to'>): { from: number; to: number } {
  return { from: midnight(from), to: midnight(earlier(addDays(startOf(from), windowDays), addDays(to, 1))) }
}
