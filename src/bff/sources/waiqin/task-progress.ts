import { knownTime } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import { pageSize } from './client.ts'
import { changedAt } from './map.ts'
import type { TaskPage } from './read-tasks.ts'
import type { WindowReading } from './settle-window.ts'
import { endOf, isSame, withLeftOut, without, type Checkpoint, type Part } from './task-checkpoint.ts'

interface Noted {
  /** To be kept with the page. */
  checkpoint: object
  /** The window that has ended with this page; null where none has. */
  ended: { reading: WindowReading; checkpoint: object } | null
}

/** The newest change told so far. One in the future is a typing error, or our clock is behind: it says nothing. */
function newestOf({ tasks, rows }: TaskPage<Part>, known: number | null, now: number): number | null {
  let newest = known
  for (const [index, task] of tasks.entries()) {
    // Seldom: most tasks are older than the newest.
    if ((rows[index]?.modifiedAt ?? -Infinity) > (newest ?? -Infinity))
      newest = knownTime(changedAt(task), now) ?? newest
  }
  return newest
}

/** What a pass has learnt so far beside the rows: it is in the checkpoint of each page. */
export function createTaskProgress(start: Checkpoint, startedAt: number, clock: Clock) {
  let { leftOut, newest } = start

  function note(page: TaskPage<Part>): Noted {
    const { part, at, size, rows } = page
    newest = newestOf(page, newest, clock())
    if (rows.length < size) leftOut = withLeftOut(leftOut, part)
    const checkpoint = { ...start, part: at.part, page: at.page, leftOut, newest }
    if (size === pageSize || part.role === 'increment') return { checkpoint, ended: null }

    const isWhole = !leftOut.some((each) => isSame(each, part))
    const reading = { part, checkpoint, isWhole, calls: at.page, told: (at.page - 1) * pageSize + size }
    // From now on the window itself says that it is to be read again in an hour.
    leftOut = without(leftOut, part)
    return { checkpoint, ended: { reading, checkpoint: { ...checkpoint, leftOut } } }
  }

  /** The checkpoint for the next pass. */
  const end = (): unknown => endOf({ startedAt, now: clock(), newest, leftOut, againAt: start.againAt })

  return { note, end }
}
