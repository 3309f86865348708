import { addDays, chinaDay } from '../../china-time.ts'
import type { Window } from './client.ts'

const windowDays = 30
const backfillDays = 3 * 365 + 1
const overlapDays = 1

/**
 * Splits the days from `from` to `to`, newest first: users who wait for the first sync need recent tasks most.
 * Neighbouring windows share a day, because the vendor does not say whether the last day is included.
 */
function split(by: Window['by'], from: string, to: string): Window[] {
  if (from > to) return []
  const windows: Window[] = []
  for (let end = to; end > from || end === to; end = addDays(end, -windowDays)) {
    const start = addDays(end, -windowDays)
    windows.push({ by, from: start < from ? from : start, to: end })
  }
  return windows
}

interface Pass {
  startedAt: number
  /** When the last complete pass began; null before the first. */
  watermark: number | null
  /** yyyy-MM-dd; null for three years ago. */
  since: string | null
  /** Everything is read again, after the new tasks. */
  isRereading?: boolean
}

/**
 * What one pass reads: at first everything by day of creation, later what was modified since the last pass began, with
 * a day of overlap. Created tasks are read as well, because it is not documented whether creation counts as
 * modification. The same pass always gives the same windows, so that a window's number can be its checkpoint.
 */
export function windowsOf({ startedAt, watermark, since, isRereading = false }: Pass): Window[] {
  const today = chinaDay(startedAt)
  const backfill = () => split('create', since ?? addDays(today, -backfillDays), today)
  if (watermark === null) return backfill()
  const from = addDays(chinaDay(watermark), -overlapDays)
  const increments = [...split('modify', from, today), ...split('create', from, today)]
  return isRereading ? [...increments, ...backfill()] : increments
}
