import { addDays, chinaDay } from '../../china-time.ts'
import type { Clock } from '../../clock.ts'
import type { MirrorContext } from '../../mirror/mirror.ts'
import type { FieldTaskWindow, FieldTaskWindowStore, TaskSearch, UnseenTasks } from '../../store/mirror-stores.ts'
import type { Window } from './client.ts'
import { hourMs } from './due-windows.ts'
import { isSettling, type Part } from './task-checkpoint.ts'
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
const isTooMuch = ({ missing: { length }, shown }: UnseenTasks, { told, isBadHour }: Judged): boolean =>
  (length > believable && length * 2 > shown) || (told === 0 && length > (isBadHour ? 0 : 1))

const chunkSize = 200
const chunksOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / chunkSize) }, (_, at) => ids.slice(at * chunkSize, (at + 1) * chunkSize))

const earlier = (one: string, other: string): string => (one < other ? one : other)

/**
 * What is done at the end of a window: tasks that it no longer tells are removed. If they are too many at once, only when
 * a reading an hour later does not tell them either; until then there is a doubt.
 */
export function createSettling({ fieldTaskWindows, clock, lookAgain }: Deps) {
  const searchOf = (part: Part, since: number, until: number): TaskSearch => ({
    ...creationTimesOf(part),
    since,
    until,
  })

  /** A few at once, so that others are answered in between. */
  async function sweep(context: MirrorContext, { part, checkpoint }: Judged, { missing, deleted }: UnseenTasks) {
    const page = { rows: 0, checkpoint, window: `${part.from}..${part.to} settled` }
    for (const ids of chunksOf(missing))
      await context.keep(page, (state) => fieldTaskWindows.hide(ids, context.startedAt, state))
    for (const ids of chunksOf(deleted)) await context.keep(page, (state) => fieldTaskWindows.purge(ids, state))
  }

  /** Since when this window is in doubt; null for none. What it does not tell is removed, unless there is one. */
  async function judge(context: MirrorContext, reading: Judged): Promise<number | null> {
    const { startedAt } = context
    const { part, before, isWhole } = reading
    const since = before?.doubtfulSince ?? null
    const search = searchOf(part, startedAt, startedAt)
    let unseen = await fieldTaskWindows.unseen(search)
    // What is unseen may be among the rows that could not be read.
    if (!isWhole) return isTooMuch(unseen, reading) ? since : null
    if (isTooMuch(unseen, reading)) {
      const known = since !== null && since <= startedAt ? since : null
      if (known === null || startedAt - known < hourMs) return known ?? startedAt
      await sweep(context, reading, await fieldTaskWindows.unseen({ ...search, since: known }))
      unseen = await fieldTaskWindows.unseen(search)
      if (isTooMuch(unseen, reading)) return startedAt
    }
    await sweep(context, reading, unseen)
    return null
  }

  /** While several pages are read, rows may move from one to another and be missed: then their days are read again. */
  async function makeSure(context: MirrorContext, reading: Judged): Promise<Judged> {
    const { part, checkpoint, calls, isWhole } = reading
    if (calls === 1 || !isWhole || !isSettling(part)) return reading
    const unseen = await fieldTaskWindows.unseen(searchOf(part, context.startedAt, context.startedAt))
    if (unseen.first === null || unseen.last === null || isTooMuch(unseen, reading)) return reading
    const to = earlier(addDays(chinaDay(unseen.last), 1), part.to)
    const again = await lookAgain(context, { by: 'create', from: chinaDay(unseen.first), to }, checkpoint)
    return { ...reading, calls: calls + again.calls, isWhole: again.isWhole }
  }

  return async function settle(context: MirrorContext, read: WindowReading, next: object): Promise<void> {
    const { part, told } = read
    const all = await fieldTaskWindows.all()
    const before = all.find(({ fromDay }) => fromDay === part.from)
    const isBadHour = all.some((other) => other !== before && other.doubtfulSince !== null)
    const reading = await makeSure(context, { ...read, before, isBadHour })
    const { calls, isWhole } = reading
    const doubtfulSince = isSettling(part) ? await judge(context, reading) : (before?.doubtfulSince ?? null)
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
