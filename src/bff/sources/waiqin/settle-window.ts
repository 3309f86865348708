import { addDays, chinaDay } from '../../china-time.ts'
import type { Clock } from '../../clock.ts'
import type { MirrorContext } from '../../mirror/mirror.ts'
import type { FieldTaskWindow, FieldTaskWindowStore, TaskSearch, UnseenTasks } from '../../store/mirror-stores.ts'
import type { LeftOutRow } from '../../store/store.ts'
import type { LeftOut } from '../left-out.ts'
import { pageSize, type WaiqinClient } from './client.ts'
import { hourMs } from './due-windows.ts'
import type { Again } from './read-tasks.ts'
import { isSettling, type Part } from './task-checkpoint.ts'
import { creationTimesOf } from './windows.ts'

/** A reading of one part that has come to its last page. */
export interface PartReading {
  part: Part
  /** The checkpoint of its last page. */
  checkpoint: object
  /** How many rows were told, and in how many calls. */
  told: number
  calls: number
  /** The task that ended each page but the last; null where it could not be read. */
  ends: readonly (string | null)[]
  /** What could not be read. */
  unread: readonly LeftOutRow[]
}

/** A reading, and what is known of this window and the others. */
interface Judged extends PartReading {
  before: FieldTaskWindow | undefined
  /** There is a doubt about another window. */
  isBadHour: boolean
  /** What it has not seen, where that was searched for already. */
  unseen: UnseenTasks | null
}

interface Deps {
  client: Pick<WaiqinClient, 'taskIdAt'>
  fieldTaskWindows: FieldTaskWindowStore
  leftOut: LeftOut
  clock: Clock
  /** Reads and keeps some days again. */
  lookAgain(context: MirrorContext, again: Again): Promise<{ calls: number; unread: LeftOutRow[] }>
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
export function createSettling({ client, fieldTaskWindows, leftOut, clock, lookAgain }: Deps) {
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
    const { part, before, unread } = reading
    const since = before?.doubtfulSince ?? null
    const search = searchOf(part, startedAt, startedAt)
    let unseen = reading.unseen ?? (await fieldTaskWindows.unseen(search))
    // What is unseen may be among the rows that could not be read.
    if (unread.length > 0) return isTooMuch(unseen, reading) ? since : null
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

  /** Whether a row that ended a page is elsewhere by now, as when one before it was deleted between two pages. */
  async function hasMoved({ signal }: MirrorContext, { part, calls, ends }: PartReading): Promise<boolean> {
    if (ends.length < calls - 1) return true
    for (const [page, taskId] of ends.entries()) {
      const found = await client.taskIdAt(part, (page + 1) * pageSize, signal)
      if (found === null || found !== taskId) return true
    }
    return false
  }

  /** Which days of a window must be read again, since rows may have moved from one page to another and been missed. */
  async function missedDays(context: MirrorContext, reading: Judged): Promise<Pick<Part, 'from' | 'to'> | null> {
    const { part, calls, unseen } = reading
    if (calls === 1) return null
    // Nothing is known yet with which a first reading could be compared.
    if (!isSettling(part)) return (await hasMoved(context, reading)) ? part : null
    if (!unseen || unseen.first === null || unseen.last === null || isTooMuch(unseen, reading)) return null
    return { from: chinaDay(unseen.first), to: earlier(addDays(chinaDay(unseen.last), 1), part.to) }
  }

  /** Null where nothing is searched for: a single page has missed nothing, and what is missing may be what was not read. */
  async function unseenOf({ startedAt }: MirrorContext, { part, calls, unread }: PartReading) {
    if (!isSettling(part) || calls === 1 || unread.length > 0) return null
    return fieldTaskWindows.unseen(searchOf(part, startedAt, startedAt))
  }

  async function makeSure(context: MirrorContext, read: Omit<Judged, 'unseen'>): Promise<Judged> {
    const reading = { ...read, unseen: await unseenOf(context, read) }
    const { part, checkpoint } = reading
    const days = await missedDays(context, reading)
    if (days === null) return reading
    const seenAt = isSettling(part) ? context.startedAt : null
    const { from, to } = days
    const again = await lookAgain(context, { days: { by: 'create', from, to }, checkpoint, seenAt, told: reading.told })
    const unread = again.unread.length > 0 ? again.unread : reading.unread
    return { ...reading, calls: reading.calls + again.calls, unread, unseen: null }
  }

  async function keep(context: MirrorContext, checkpoint: object, window: FieldTaskWindow): Promise<void> {
    const page = { rows: 0, checkpoint, window: null }
    await context.keep(page, (state) => fieldTaskWindows.put(window, state))
  }

  const readAtOf = ({ startedAt }: MirrorContext): number => Math.max(clock(), startedAt)
  const countedOf = ({ role }: Part, calls: number): number => (role === 'again' ? calls : 0)

  /** A window that was not read on is what it was, and is read again within the hour. */
  async function later(context: MirrorContext, { part, calls, checkpoint }: PartReading): Promise<void> {
    const before = (await fieldTaskWindows.all()).find(({ fromDay }) => fromDay === part.from)
    if (!before) return
    const window = { ...before, readAt: readAtOf(context), calls: countedOf(part, calls), isSettled: false }
    await keep(context, checkpoint, window)
  }

  async function now(context: MirrorContext, read: PartReading): Promise<void> {
    const { part, told, checkpoint } = read
    const all = await fieldTaskWindows.all()
    const before = all.find(({ fromDay }) => fromDay === part.from)
    const isBadHour = all.some((other) => other !== before && other.doubtfulSince !== null)
    const reading = await makeSure(context, { ...read, before, isBadHour })
    const { calls, unread } = reading
    await leftOut.note({ operation: 'queryTask', part: `create ${part.from}` }, unread)
    const doubtfulSince = isSettling(part) ? await judge(context, reading) : (before?.doubtfulSince ?? null)
    // An empty answer may be that of a replica that is behind, or of a right that is not there yet.
    const isConfirmed = told > 0 || before?.rows === 0
    const window: FieldTaskWindow = {
      fromDay: part.from,
      readAt: readAtOf(context),
      rows: told,
      calls: countedOf(part, calls),
      isSettled: unread.length === 0 && doubtfulSince === null && isConfirmed,
      doubtfulSince,
    }
    await keep(context, checkpoint, window)
  }

  return { now, later }
}
