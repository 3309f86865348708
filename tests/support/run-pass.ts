import type { MirrorContext } from '../../src/bff/mirror/mirror.ts'
import type { MirrorPlan } from '../../src/bff/mirror/plan.ts'
import type { Store } from '../../src/bff/store/store.ts'

export interface PassOptions {
  now: number
  /** The earlier pass was cut short, and this one continues it. */
  isResumed?: boolean
}

/**
 * Runs one pass as the mirror does, without lease or loop. A pass that fails leaves its last checkpoint in the store.
 */
export async function runPass(
  store: Store,
  plan: MirrorPlan,
  { now, isResumed = false }: PassOptions,
): Promise<string[]> {
  const windows: string[] = []
  const before = await store.mirrors.get(plan.name)
  const startedAt = isResumed ? (before.startedAt ?? now) : now
  let state = { ...before, startedAt, rows: isResumed ? before.rows : 0 }
  const context: MirrorContext = {
    checkpoint: before.checkpoint,
    startedAt,
    isResumed,
    isRereading: before.isRereading,
    signal: new AbortController().signal,
    async keep(page, write) {
      state = { ...state, checkpoint: page.checkpoint, rows: state.rows + page.rows }
      windows.push(`${page.window ?? ''}: ${page.rows}`)
      await write(state)
    },
  }
  const checkpoint = await plan.run(context)
  await store.mirrors.save({ ...state, checkpoint, completedAt: now, lastError: null, lastErrorAt: null })
  return windows
}
