import { inTurns } from '../../concurrency/in-turns.ts'
import type { MirrorContext } from '../../mirror/mirror.ts'
import type { FieldTaskRow, FieldTaskStore } from '../../store/mirror-stores.ts'
import type { WaiqinClient, Window } from './client.ts'
import type { taskMapper } from './map.ts'
import { pagesOf } from './pages.ts'
import type { WireTask } from './wire.ts'

export interface ReadingDeps {
  client: WaiqinClient
  fieldTasks: FieldTaskStore
  mapper: typeof taskMapper
  /** Called with the ids of the types that tasks refer to. */
  onTypes(typeIds: readonly string[]): void
}

/** A page of tasks; `rows` has one for each task that could be read. */
export interface TaskPage<Part extends Window> {
  part: Part
  at: { part: number; page: number }
  /** How many the vendor sent. */
  size: number
  tasks: readonly WireTask[]
  rows: readonly FieldTaskRow[]
}

/** Reads windows of tasks, page by page. */
export function createTaskReading({ client, fieldTasks, mapper, onTypes }: ReadingDeps) {
  async function* pages<Part extends Window>(
    parts: readonly Part[],
    from: { part: number; page: number },
    signal: AbortSignal,
  ): AsyncGenerator<TaskPage<Part>> {
    const read = pagesOf({
      operation: 'queryTask',
      parts,
      from,
      signal,
      fetch: (days: Part, number, signal) => client.tasks(days, number, signal),
      idOf: (task) => task.task_id,
    })
    for await (const { rows: tasks, ...page } of read) {
      onTypes(tasks.flatMap(({ task_type_id: id }) => (id === null ? [] : [id])))
      const rows = await inTurns(tasks, (some) => some.map(mapper.toRow))
      yield { ...page, tasks, rows }
    }
  }

  /** Reads and keeps some days beside what a pass reads, which goes on from `checkpoint`. */
  async function lookAgain(context: MirrorContext, days: Window, checkpoint: object) {
    let calls = 0
    let isWhole = true
    for await (const { size, rows } of pages([days], { part: 0, page: 1 }, context.signal)) {
      calls += 1
      isWhole &&= rows.length === size
      const page = { rows: size, checkpoint, window: `${days.from}..${days.to} again` }
      await context.keep(page, (state) => fieldTasks.put(rows, state, context.startedAt))
    }
    return { calls, isWhole }
  }

  return { pages, lookAgain }
}
