import { isFuture, isRecent } from '../../age.ts'
import { addDays, chinaDay } from '../../china-time.ts'
import type { FieldTaskWindow } from '../../store/mirror-stores.ts'
import { pageSize, type Window } from './client.ts'

export const hourMs = 3_600_000
const dayMs = 24 * hourMs
const callsPerHour = 60
/** Windows with a day of the last week are read again every hour. */
const recentDays = 7

interface Due {
  /** Newest first. */
  windows: readonly Window[]
  /** When each was last read, by its first day. */
  known: ReadonlyMap<string, FieldTaskWindow>
  now: number
  /** When the last complete pass began; null where that is not known. */
  passedAt: number | null
  /** The newest is read in every pass. */
  isHurried: boolean
}

/** Doubtful ones first, then those whose last reading is longest ago, or not known. */
const urgency = (window: FieldTaskWindow | undefined, now: number): number => {
  if (!window) return -1
  return window.doubtfulSince !== null || isFuture(window.readAt, now) ? -2 : window.readAt
}

const costOf = (window: FieldTaskWindow | undefined): number => Math.floor((window?.rows ?? 0) / pageSize) + 1

/**
 * How many calls may be made now: 60 an hour, counted from what is stored, so that a restart gives no more of them, and
 * those of the hours in which no pass was made are not lost.
 */
function allowanceOf({ known, now, passedAt }: Due, newest: string): { left: number; spent: number } {
  const counted = [...known.values()].filter(
    ({ fromDay, readAt }) => fromDay !== newest && isRecent(readAt, hourMs, now),
  )
  const spent = counted.reduce((sum, { calls }) => sum + calls, 0)
  const hours = passedAt === null || isFuture(passedAt, now) ? 1 : Math.max(1, Math.floor((now - passedAt) / hourMs))
  return { left: hours * callsPerHour - spent, spent }
}

/** Those that fit into the hour, in this order. One that never fits is read in an hour in which nothing else was. */
function within(due: readonly Window[], question: Due, newest: string): Window[] {
  const picked: Window[] = []
  let { left, spent } = allowanceOf(question, newest)
  for (const window of due) {
    const last = question.known.get(window.from)
    const cost = costOf(last)
    if (cost > left && spent > 0) break
    picked.push(window)
    left -= cost
    spent += cost
    // How much it costs is not known before it was read once.
    if (!last) break
  }
  return picked
}

/** Which windows of creation days a pass reads again. The newest does not count towards the hour's calls. */
export function dueWindowsOf(question: Due): { newest: Window | null; others: Window[] } {
  const { windows, known, now, isHurried } = question
  const isDue = ({ from, to }: Window, recentMs: number): boolean => {
    const last = known.get(from)
    if (!last) return true
    const isHourly = !last.isSettled || to > addDays(chinaDay(now), -recentDays)
    return !isRecent(last.readAt, isHourly ? recentMs : dayMs, now)
  }
  const [newest, ...older] = windows
  if (!newest) return { newest: null, others: [] }
  const due = older
    .filter((window) => isDue(window, hourMs))
    .sort((one, other) => urgency(known.get(one.from), now) - urgency(known.get(other.from), now))
  return { newest: isDue(newest, isHurried ? 0 : hourMs) ? newest : null, others: within(due, question, newest.from) }
}
