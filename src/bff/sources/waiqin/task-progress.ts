import { knownTime } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import type { Growth } from '../../mirror/growth.ts'
import { pageSize } from './client.ts'
import type { TaskPage } from './read-tasks.ts'
import type { PartReading } from './settle-window.ts'
import { endOf, nameOf, withLeftOut, type Checkpoint, type Part } from './task-checkpoint.ts'

interface Noted {
  /** To be kept with the page, which a pass that is cut short after it reads again. */
  checkpoint: object
  /** The part that has ended with this page; null where none has. */
  ended: PartReading | null
  /** It has ended before its rows did. */
  isPast: boolean
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

interface Deps {
  clock: Clock
  growth: Growth
}

/** What a pass has learnt so far beside the rows: it is in the checkpoint of each page. */
export function createTaskProgress(start: Checkpoint, startedAt: number, { clock, growth }: Deps) {
  let { leftOut, newest, ends, unread } = start

  function note(page: TaskPage<Part>): Noted {
    const { part, at, size, tasks, isPast } = page
    newest = newestOf(page, newest, clock())
    if ((page.leftOut.length > 0 || isPast) && part.role === 'increment') leftOut = withLeftOut(leftOut, part)
    if (isPast) growth.stop(nameOf(part))
    else if (size < pageSize) growth.settle(nameOf(part))
    const before = at.page === 1 ? { ends: [], unread: [] } : { ends, unread }
    const checkpoint = { ...start, ...before, part: at.part, page: at.page, leftOut, newest, grown: growth.all() }
    ends = [...before.ends, tasks.at(-1)?.task_id ?? null]
    unread = [...before.unread, ...page.leftOut].slice(0, maxUnread)
    if (size >= pageSize && !isPast) return { checkpoint, ended: null, isPast }

    const told = (at.page - 1) * pageSize + size
    return { checkpoint, isPast, ended: { part, checkpoint, told, calls: at.page, ends: before.ends, unread } }
  }

  /** The checkpoint for the next pass. */
  const end = (): unknown =>
    endOf({ startedAt, now: clock(), newest, leftOut, grown: growth.all(), againAt: start.againAt })

  return { note, end }
}
