import { addDays, chinaDay } from '../../china-time.ts'
import type { Clock } from '../../clock.ts'
import type { MirrorContext, MirrorPage } from '../../mirror/mirror.ts'
import type { FieldTaskWindow, FieldTaskWindowStore, UnseenCount, UnseenTasks } from '../../store/mirror-stores.ts'
import type { Window } from './client.ts'
import { hourMs } from './due-windows.ts'
import type { Part } from './task-checkpoint.ts'
import { creationTimesOf } from './windows.ts'

/** A reading of one window that has come to its last page. */
export interface WindowReading {
  part: Part
  /** The checkpoint of its last page. */
  checkpoint: object
  /** How many rows were told, and in how many calls. */
  told: number
  calls: number
  /** No row was left out because it could not be read. */
  isWhole: boolean
}

/** A reading, and what is known of this window and the others. */
interface Judged extends WindowReading {
  before: FieldTaskWindow | undefined
  /** There is a doubt about another window. */
  isBadHour: boolean
}

interface Deps {
  fieldTaskWindows: FieldTaskWindowStore
  clock: Clock
  /** Reads and keeps some days again. */
  lookAgain(context: MirrorContext, days: Window, checkpoint: object): Promise<{ calls: number; isWhole: boolean }>
}

const believable = 20

/** More than is believed of one reading. A single task may be gone, unless others are in doubt, too. */
const isTooMuch = ({ unseen, shown }: UnseenCount, { told, isBadHour }: Judged): boolean =>
  (unseen > believable && unseen * 2 > shown) || (told === 0 && unseen > (isBadHour ? 0 : 1))

const earlier = (one: string, other: string): string => (one < other ? one : other)

/**
 * What is done at the end of a window: tasks that it no longer tells are removed. If they are too many at once, only when
 * a reading an hour later does not tell them either; until then there is a doubt.
 */
export function createSettling({ fieldTaskWindows, clock, lookAgain }: Deps) {
  async function sweep(context: MirrorContext, unseen: UnseenTasks, page: MirrorPage): Promise<void> {
    let swept = 1
    while (swept > 0)
      await context.keep(page, async (state) => {
        swept = await fieldTaskWindows.sweep(unseen, state)
      })
  }

  /** Since when this window is in doubt; null for none. What it does not tell is removed, unless there is one. */
  async function judge(context: MirrorContext, reading: Judged): Promise<number | null> {
    const { startedAt } = context
    const { part, checkpoint, before, isWhole } = reading
    const since = before?.doubtfulSince ?? null
    const page = { rows: 0, checkpoint, window: `${part.from}..${part.to} settled` }
    const unseen = { ...creationTimesOf(part), since: startedAt, until: startedAt }
    let count = await fieldTaskWindows.count(unseen)
    // What is unseen may be among the rows that could not be read.
    if (!isWhole) return isTooMuch(count, reading) ? since : null
    if (isTooMuch(count, reading)) {
      const known = since !== null && since <= startedAt ? since : null
      if (known === null || startedAt - known < hourMs) return known ?? startedAt
      await sweep(context, { ...unseen, since: known }, page)
      count = await fieldTaskWindows.count(unseen)
      if (isTooMuch(count, reading)) return startedAt
    }
    if (count.unseen + count.deleted > 0) await sweep(context, unseen, page)
    return null
  }

  /** While several pages are read, rows may move from one to another and be missed: then their days are read again. */
  async function makeSure(context: MirrorContext, reading: Judged): Promise<Judged> {
    const { part, checkpoint, calls, isWhole } = reading
    if (calls === 1 || !isWhole) return reading
    const { startedAt } = context
    const count = await fieldTaskWindows.count({ ...creationTimesOf(part), since: startedAt, until: startedAt })
    if (count.first === null || count.last === null || isTooMuch(count, reading)) return reading
    const to = earlier(addDays(chinaDay(count.last), 1), part.to)
    const again = await lookAgain(context, { by: 'create', from: chinaDay(count.first), to }, checkpoint)
    return { ...reading, calls: calls + again.calls, isWhole: again.isWhole }
  }

  return async function settle(context: MirrorContext, read: WindowReading, next: object): Promise<void> {
    const { part, told } = read
    const all = await fieldTaskWindows.all()
    const before = all.find(({ fromDay }) => fromDay === part.from)
    const isBadHour = all.some((other) => other !== before && other.doubtfulSince !== null)
    const reading = await makeSure(context, { ...read, before, isBadHour })
    const { calls, isWhole } = reading
    const doubtfulSince = await judge(context, reading)
    // An empty answer may be that of a replica that is behind, or of a right that is not there yet.
    const isConfirmed = told > 0 || before?.rows === 0
    const window: FieldTaskWindow = {
      fromDay: part.from,
      readAt: Math.max(clock(), context.startedAt),
      rows: told,
      calls: part.role === 'again' ? calls : 0,
      isSettled: isWhole && doubtfulSince === null && isConfirmed,
      doubtfulSince,
    }
    const page = { rows: 0, checkpoint: next, window: null }
    await context.keep(page, (state) => fieldTaskWindows.put(window, state))
  }
}
