import { z } from 'zod'
import type { MirrorContext, MirrorPass } from '../../mirror/mirror.ts'
import type { FieldTaskStore } from '../../store/store.ts'
import type { WaiqinClient, Window } from './client.ts'
import { toTaskRow } from './map.ts'
import { pagesOf } from './pages.ts'
import { windowsOf } from './windows.ts'

interface Deps {
  client: WaiqinClient
  fieldTasks: FieldTaskStore
  since: string | null
  /** Told every type that a task names. */
  onTypes(typeIds: readonly string[]): void
  onComplete(): void
}

/** The page of the window that was kept last. */
const Checkpoint = z.object({ watermark: z.number().nullable(), window: z.int(), page: z.int() })
type Checkpoint = z.infer<typeof Checkpoint>

function startOf({ checkpoint, isResumed }: MirrorContext): Checkpoint {
  const last = Checkpoint.safeParse(checkpoint)
  if (!last.success) return { watermark: null, window: 0, page: 1 }
  return isResumed ? last.data : { watermark: last.data.watermark, window: 0, page: 1 }
}

/**
 * Mirrors 勤策's tasks, which cannot be asked for by customer: a backfill by day of creation, then increments by day of
 * modification. A pass that was cut short reads its last page again, because rows may have moved meanwhile.
 */
export function createTaskPass({ client, fieldTasks, since, onTypes, onComplete }: Deps): MirrorPass {
  async function readWindow(context: MirrorContext, window: Window, at: Checkpoint): Promise<void> {
    const fetch = (page: number) => client.tasks(window, page, context.signal)
    const pages = pagesOf({ operation: 'queryTask', first: at.page, fetch, idOf: (task) => task.task_id })
    for await (const { page, size, rows } of pages) {
      onTypes(rows.flatMap(({ task_type_id: id }) => (id === null ? [] : [id])))
      const kept = { rows: size, checkpoint: { ...at, page }, window: `${window.by} ${window.from}..${window.to}` }
      await context.keep(kept, (state) => fieldTasks.put(rows.map(toTaskRow), state))
    }
  }

  return async (context) => {
    const start = startOf(context)
    const windows = windowsOf({ startedAt: context.startedAt, watermark: start.watermark, since })
    for (const [index, window] of windows.entries()) {
      if (index < start.window) continue
      const page = index === start.window ? start.page : 1
      await readWindow(context, window, { watermark: start.watermark, window: index, page })
    }
    onComplete()
    return { watermark: context.startedAt, window: 0, page: 1 }
  }
}
