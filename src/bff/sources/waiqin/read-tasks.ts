import { inTurns } from '../../concurrency/in-turns.ts'
import type { MirrorContext } from '../../mirror/mirror.ts'
import type { FieldTaskRow, FieldTaskStore } from '../../store/mirror-stores.ts'
import type { LeftOutRow } from '../../store/store.ts'
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
  leftOut: readonly LeftOutRow[]
}

/** Days to be read beside what a pass reads. */
export interface Again {
  days: Window
  /** From which the pass goes on. */
  checkpoint: object
  /** Null where no later step asks which tasks this reading has seen. */
  seenAt: number | null
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

  async function lookAgain(context: MirrorContext, { days, checkpoint, seenAt }: Again) {
    let calls = 0
    const unread: LeftOutRow[] = []
    for await (const { size, rows, leftOut } of pages([days], { part: 0, page: 1 }, context.signal)) {
      calls += 1
      unread.push(...leftOut)
      const page = { rows: size, checkpoint, window: `${days.from}..${days.to} again` }
      await context.keep(page, (state) => fieldTasks.put(rows, state, seenAt))
    }
    return { calls, unread }
  }

  return { pages, lookAgain }
}
