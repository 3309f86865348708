import { inTurns } from '../../concurrency/in-turns.ts'
import { createGrowth } from '../../mirror/growth.ts'
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
  isPast: boolean
}

/** Days to be read beside what a pass reads. */
export interface Again {
  days: Window
  /** From which the pass goes on. */
  checkpoint: object
  /** Null where no later step asks which tasks this reading has seen. */
  seenAt: number | null
  /** How many rows the pass has read of the window of these days. */
  told: number
}

/** Reads windows of tasks, page by page. */
export function createTaskReading({ client, fieldTasks, mapper, onTypes }: ReadingDeps) {
  async function* pages<Part extends Window>(
    parts: readonly Part[],
    { signal, limitOf, ...from }: { part: number; page: number; signal: AbortSignal; limitOf?: (part: Part) => number },
  ): AsyncGenerator<TaskPage<Part>> {
    const read = pagesOf({
      operation: 'queryTask',
      parts,
      from,
      signal,
      fetch: (days: Part, number, signal) => client.tasks(days, number, signal),
      idOf: (task) => task.task_id,
      ...(limitOf ? { limitOf } : {}),
    })
    for await (const { rows: tasks, ...page } of read) {
      onTypes(tasks.flatMap(({ task_type_id: id }) => (id === null ? [] : [id])))
      const rows = await inTurns(tasks, (some) => some.map(mapper.toRow))
      yield { ...page, tasks, rows }
    }
  }

  async function lookAgain(context: MirrorContext, { days, checkpoint, seenAt, told }: Again) {
    const limit = createGrowth([], context.startedAt).limitOf('again', told)
    let calls = 0
    const unread: LeftOutRow[] = []
    const from = { part: 0, page: 1, signal: context.signal, limitOf: () => limit }
    for await (const { size, rows, leftOut, isPast } of pages([days], from)) {
      calls += 1
      unread.push(...leftOut)
      // What was not read may be what is missing.
      if (isPast) unread.push({ id: null, field: 'rows', subject: null, staffIds: [] })
      const page = { rows: size, checkpoint, window: `${days.from}..${days.to} again` }
      await context.keep(page, (state) => fieldTasks.put(rows, state, seenAt))
    }
    return { calls, unread }
  }

  return { pages, lookAgain }
}
