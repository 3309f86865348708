import { z } from 'zod'
import { inTurns } from '../../concurrency/in-turns.ts'
import type { MirrorContext, MirrorPass } from '../../mirror/mirror.ts'
import type { FieldTaskStore } from '../../store/mirror-stores.ts'
import type { WaiqinClient, Window } from './client.ts'
import type { taskMapper } from './map.ts'
import { pagesOf } from './pages.ts'
import { windowsOf } from './windows.ts'

interface Deps {
  client: WaiqinClient
  fieldTasks: FieldTaskStore
  since: string | null
  mapper: typeof taskMapper
  /** Called with the ids of the types that tasks refer to. */
  onTypes(typeIds: readonly string[]): void
  onComplete(): void
}

const Span = z.object({ by: z.enum(['create', 'modify']), from: z.string(), to: z.string() })

/** `window` and `page`: the last page kept. */
const Checkpoint = z.object({
  watermark: z.number().nullable(),
  window: z.int(),
  page: z.int(),
  /** Windows with rows that could not be read: an increment would not return those rows again. */
  leftOut: z.array(Span).default([]),
  /** Windows from `leftOut` that this pass reads again, after its own. */
  again: z.array(Span).default([]),
  againAt: z.number().default(0),
})
type Checkpoint = z.infer<typeof Checkpoint>

const againMs = 3_600_000
const maxLeftOut = 100
const first = { window: 0, page: 1 }

function startOf({ checkpoint, isResumed, startedAt }: MirrorContext): Checkpoint {
  const last = Checkpoint.safeParse(checkpoint).data
  if (!last) return { ...first, watermark: null, leftOut: [], again: [], againAt: startedAt }
  if (isResumed) return last
  const isDue = last.leftOut.length > 0 && startedAt - last.againAt >= againMs
  return isDue
    ? { ...last, ...first, leftOut: [], again: last.leftOut, againAt: startedAt }
    : { ...last, ...first, again: [] }
}

const isSame = (one: Window, other: Window): boolean =>
  one.by === other.by && one.from === other.from && one.to === other.to

const withLeftOut = (leftOut: readonly Window[], window: Window): Window[] =>
  [...leftOut.filter((each) => !isSame(each, window)), window].slice(-maxLeftOut)

/**
 * Mirrors 勤策's tasks, which cannot be read by customer: first a backfill by day of creation, then increments by day of
 * modification. A pass that was cut short reads its last page again, because rows may have moved since; a window with
 * rows that could not be read is read again every hour until they can.
 */
export function createTaskPass({ client, fieldTasks, since, mapper, onTypes, onComplete }: Deps): MirrorPass {
  return async (context) => {
    const start = startOf(context)
    const { startedAt, isRereading, signal } = context
    const { watermark, window, page, again } = start
    let { leftOut } = start
    const pages = pagesOf({
      operation: 'queryTask',
      parts: [...windowsOf({ startedAt, watermark, since, isRereading }), ...again],
      from: { part: window, page },
      signal,
      fetch: (days: Window, number, signal) => client.tasks(days, number, signal),
      idOf: (task) => task.task_id,
    })
    // One page is written while the next one is read.
    let keeping = Promise.resolve()
    try {
      for await (const { part, at, size, rows } of pages) {
        onTypes(rows.flatMap(({ task_type_id: id }) => (id === null ? [] : [id])))
        if (rows.length < size) leftOut = withLeftOut(leftOut, part)
        const checkpoint = { ...start, window: at.part, page: at.page, leftOut }
        const kept = { rows: size, checkpoint, window: `${part.by} ${part.from}..${part.to}` }
        const taskRows = await inTurns(rows, (some) => some.map(mapper.toRow))
        await keeping
        keeping = context.keep(kept, (state) => fieldTasks.put(taskRows, state))
        // Its failure is handled where it is awaited.
        keeping.catch(() => undefined)
      }
    } finally {
      await keeping
    }
    onComplete()
    return { ...start, ...first, leftOut, watermark: startedAt, again: [] }
  }
}
