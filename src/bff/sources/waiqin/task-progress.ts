import { knownTime } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import { pageSize } from './client.ts'
import type { TaskPage } from './read-tasks.ts'
import type { PartReading } from './settle-window.ts'
import { endOf, withLeftOut, type Checkpoint, type Part } from './task-checkpoint.ts'

interface Noted {
  /** To be kept with the page, which a pass that is cut short after it reads again. */
  checkpoint: object
  /** The part that has ended with this page; null where none has. */
  ended: PartReading | null
}

/** The store keeps no more rows of a part. */
const maxUnread = 100

/** The newest change told so far. One in the future is a typing error, or our clock is behind: it says nothing. */
function newestOf({ tasks }: TaskPage<Part>, known: number | null, now: number): number | null {
  let newest = known
  for (const { modify_time: at } of tasks) {
    // Seldom: most tasks are older than the newest.
    if (at !== null && at > (newest ?? -Infinity)) newest = knownTime(at, now) ?? newest
  }
  return newest
}

/** What a pass has learnt so far beside the rows: it is in the checkpoint of each page. */
export function createTaskProgress(start: Checkpoint, startedAt: number, clock: Clock) {
  let { leftOut, newest, ends, unread } = start

  function note(page: TaskPage<Part>): Noted {
    const { part, at, size, tasks } = page
    newest = newestOf(page, newest, clock())
    if (page.leftOut.length > 0 && part.role === 'increment') leftOut = withLeftOut(leftOut, part)
    const before = at.page === 1 ? { ends: [], unread: [] } : { ends, unread }
    const checkpoint = { ...start, ...before, part: at.part, page: at.page, leftOut, newest }
    ends = [...before.ends, tasks.at(-1)?.task_id ?? null]
    unread = [...before.unread, ...page.leftOut].slice(0, maxUnread)
    if (size >= pageSize) return { checkpoint, ended: null }

    const told = (at.page - 1) * pageSize + size
    return { checkpoint, ended: { part, checkpoint, told, calls: at.page, ends: before.ends, unread } }
  }

  /** The checkpoint for the next pass. */
  const end = (): unknown => endOf({ startedAt, now: clock(), newest, leftOut, againAt: start.againAt })

  return { note, end }
}
