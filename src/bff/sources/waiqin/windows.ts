import { addDays, chinaDay } from '../../china-time.ts'
import type { Window } from './client.ts'

const windowDays = 30
const backfillDays = 3 * 365 + 1
const overlapDays = 1

/**
 * The days from `from` to `to` in pieces, newest first: recent tasks matter most to whoever waits for the first sync.
 * Neighbours share a day, since the vendor does not say whether it counts the last day in.
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
  /** yyyy-MM-dd; null for three years back. */
  since: string | null
  /** Everything is read again, after what is new. */
  isRereading?: boolean
}

/**
 * What one pass has to ask for: everything by its day of creation at first, then what was modified since the last
 * pass began, with a day of overlap. New tasks are asked for as well: whether creation counts as modification is
 * documented nowhere. The same pass always gives the same windows, so that a number says where it stopped.
 */
export function windowsOf({ startedAt, watermark, since, isRereading = false }: Pass): Window[] {
  const today = chinaDay(startedAt)
  const backfill = () => split('create', since ?? addDays(today, -backfillDays), today)
  if (watermark === null) return backfill()
  const from = addDays(chinaDay(watermark), -overlapDays)
  const increments = [...split('modify', from, today), ...split('create', from, today)]
  return isRereading ? [...increments, ...backfill()] : increments
}
