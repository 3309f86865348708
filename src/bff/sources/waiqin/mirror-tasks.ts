import { inTurns } from '../../concurrency/in-turns.ts'
import type { Clock } from '../../clock.ts'
import type { MirrorContext, MirrorPass } from '../../mirror/mirror.ts'
import type { FieldTaskRow, FieldTaskStore } from '../../store/mirror-stores.ts'
import { pageSize, type WaiqinClient, type Window } from './client.ts'
import { changedAt, type taskMapper } from './map.ts'
import { pagesOf } from './pages.ts'
import { planTasks, type PlanDeps } from './plan-tasks.ts'
import { createSettling } from './settle-window.ts'
import { endOf, isSame, knownTime, withLeftOut, without } from './task-checkpoint.ts'
import type { WireTask } from './wire.ts'

interface Deps extends PlanDeps {
  client: WaiqinClient
  clock: Clock
  fieldTasks: FieldTaskStore
  mapper: typeof taskMapper
  /** Called with the ids of the types that tasks refer to. */
  onTypes(typeIds: readonly string[]): void
  onComplete(): void
}

const typesOf = (tasks: readonly WireTask[]): string[] =>
  tasks.flatMap(({ task_type_id: id }) => (id === null ? [] : [id]))

interface Told {
  tasks: readonly WireTask[]
  /** One for each. */
  rows: readonly FieldTaskRow[]
}

/** The newest change told so far. One in the future is a typing error, or our clock is behind: it says nothing. */
function newestOf({ tasks, rows }: Told, known: number | null, now: number): number | null {
  let newest = known
  for (const [index, task] of tasks.entries()) {
    // Seldom: most tasks are older than the newest.
    if ((rows[index]?.modifiedAt ?? -Infinity) > (newest ?? -Infinity))
      newest = knownTime(changedAt(task), now) ?? newest
  }
  return newest
}

/** Reads pages of tasks, and keeps each while the next one is read. */
function createReading({ client, fieldTasks, mapper, onTypes }: Deps) {
  const rowsOf = (tasks: readonly WireTask[]): Promise<FieldTaskRow[]> =>
    inTurns(tasks, (some) => some.map(mapper.toRow))

  const pages = <Part extends Window>(
    parts: readonly Part[],
    from: { part: number; page: number },
    signal: AbortSignal,
  ) =>
    pagesOf({
      operation: 'queryTask',
      parts,
      from,
      signal,
      fetch: (days: Part, number, signal) => client.tasks(days, number, signal),
      idOf: (task) => task.task_id,
    })

  async function lookAgain(context: MirrorContext, days: Window, checkpoint: object) {
    let calls = 0
    let isWhole = true
    for await (const { size, rows } of pages([days], { part: 0, page: 1 }, context.signal)) {
      onTypes(typesOf(rows))
      calls += 1
      isWhole &&= rows.length === size
      const taskRows = await rowsOf(rows)
      const page = { rows: size, checkpoint, window: `${days.from}..${days.to} again` }
      await context.keep(page, (state) => fieldTasks.put(taskRows, state))
    }
    return { calls, isWhole }
  }

  return { rowsOf, pages, lookAgain }
}

/**
 * Mirrors 勤策's tasks, which cannot be read by customer: first by days of creation, then increments by days of modification,
 * and again those windows of creation days that were not read for long. A pass that was cut short reads its last
 * page again, because rows may have moved since.
 */
export function createTaskPass(deps: Deps): MirrorPass {
  const { fieldTasks, clock, onTypes, onComplete } = deps
  const { rowsOf, pages, lookAgain } = createReading(deps)
  const settle = createSettling({ ...deps, lookAgain })

  return async (context) => {
    const start = await planTasks(context, deps)
    const { startedAt, signal } = context
    const { parts, part: first, page, againAt } = start
    let { leftOut, newest } = start
    // One page is written while the next one is read.
    let keeping = Promise.resolve()
    try {
      for await (const { part, at, size, rows } of pages(parts, { part: first, page }, signal)) {
        onTypes(typesOf(rows))
        const taskRows = await rowsOf(rows)
        newest = newestOf({ tasks: rows, rows: taskRows }, newest, clock())
        if (rows.length < size) leftOut = withLeftOut(leftOut, part)
        const checkpoint = { ...start, part: at.part, page: at.page, leftOut, newest }
        const kept = { rows: size, checkpoint, window: `${part.by} ${part.from}..${part.to}` }
        await keeping
        keeping = context.keep(kept, (state) => fieldTasks.put(taskRows, state))
        if (size < pageSize && part.role !== 'increment') {
          const isWhole = !leftOut.some((each) => isSame(each, part))
          // Whether it is read again in an hour is from now on said by the window itself.
          leftOut = without(leftOut, part)
          const reading = { part, checkpoint, isWhole, calls: at.page, told: (at.page - 1) * pageSize + size }
          keeping = keeping.then(() => settle(context, reading, { ...checkpoint, leftOut }))
        }
        // Its failure is handled where it is awaited.
        keeping.catch(() => undefined)
      }
    } finally {
      await keeping
    }
    onComplete()
    return endOf({ startedAt, now: clock(), newest, leftOut, againAt })
  }
}
