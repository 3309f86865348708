import { chinaMinute, chinaTime } from '../china-time.ts'
import type { Bulk, Span } from './bulk.ts'
import type { Task } from './entities.ts'
import type { Window } from './questions.ts'

export interface TaskQuestion {
  created: Window
  modified: Window
  /** Tasks created then are left out. */
  hidden?: Window
}

export interface TaskStore {
  page(question: TaskQuestion, offset: number, limit: number): Task[]
  find(taskId: string): Task | null
  /** The rows that are stored: those of the world, and bulk rows that were changed. */
  kept(): Task[]
  add(task: Task): void
  /** Takes it away without a trace, and gives it. */
  remove(taskId: string): Task
  /** Changes a task and sets its `modify_time` to now. */
  change(taskId: string, patch: Partial<Task>): Task
  size(): number
}

const within = (window: Window, time: string) => {
  if (!window) return true
  const at = chinaTime(time)
  return at >= window.from && at < window.to
}

/** Stored rows come first, then the bulk rows that were never changed. */
export function createTaskStore(kept: Task[], bulk: Bulk, clock: () => number): TaskStore {
  const rows = new Map(kept.map((task) => [task.task_id, task]))
  /** Indexes of bulk rows that were changed and are therefore stored now. */
  let moved: number[] = []

  function spanOf({ created, modified }: TaskQuestion): Span {
    const spans = [
      created && bulk.span('create', created.from, created.to),
      modified && bulk.span('modify', modified.from, modified.to),
    ].filter((span) => span !== null)
    const first = Math.max(0, ...spans.map((span) => span.first))
    return { first, last: Math.min(bulk.count - 1, ...spans.map((span) => span.last)) }
  }

  function fromBulk({ first, last }: Span, offset: number, limit: number): Task[] {
    const gone = new Set(moved)
    const before = moved.filter((index) => index >= first)
    let at = first + offset
    for (const index of before) if (index <= at) at += 1
    const found: Task[] = []
    for (; at <= last && found.length < limit; at += 1) if (!gone.has(at)) found.push(bulk.task(at))
    return found
  }

  function page(question: TaskQuestion, offset: number, limit: number): Task[] {
    const matches = [...rows.values()].filter(
      (task) => within(question.created, task.create_time) && within(question.modified, task.modify_time),
    )
    const own = matches.slice(offset, offset + limit)
    if (own.length === limit) return own
    const rest = fromBulk(spanOf(question), Math.max(0, offset - matches.length), limit - own.length)
    return [...own, ...rest]
  }

  /** Slow, since every row is looked at. */
  function pageWithout(hidden: NonNullable<Window>, question: TaskQuestion, offset: number, limit: number): Task[] {
    const told = page(question, 0, Number.MAX_SAFE_INTEGER).filter((task) => !within(hidden, task.create_time))
    return told.slice(offset, offset + limit)
  }

  function find(taskId: string): Task | null {
    const index = bulk.indexOf(taskId)
    return rows.get(taskId) ?? (index === null ? null : bulk.task(index))
  }

  function change(taskId: string, patch: Partial<Task>): Task {
    const task = find(taskId)
    if (!task) throw new Error(`no task ${taskId}`)
    const index = rows.has(taskId) ? null : bulk.indexOf(taskId)
    if (index !== null) moved = [...moved, index].sort((one, other) => one - other)
    const next = { ...task, modify_time: chinaMinute(clock()), ...patch }
    rows.set(taskId, next)
    return next
  }

  function remove(taskId: string): Task {
    const task = change(taskId, { modify_time: find(taskId)?.modify_time ?? '' })
    rows.delete(taskId)
    return task
  }

  return {
    page: ({ hidden = null, ...question }, offset, limit) =>
      hidden ? pageWithout(hidden, question, offset, limit) : page(question, offset, limit),
    find,
    change,
    remove,
    kept: () => [...rows.values()],
    add: (task) => void rows.set(task.task_id, task),
    size: () => rows.size + bulk.count - moved.length,
  }
}
