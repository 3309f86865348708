import type { MirrorContext } from '../../src/bff/mirror/mirror.ts'
import type { MirrorPlan } from '../../src/bff/mirror/plan.ts'
import type { Store } from '../../src/bff/store/store.ts'

export interface PassOptions {
  now: number
  /** The pass before was cut short: this one goes on. */
  isResumed?: boolean
}

/** One pass as the runner does it, without lease or loop. A pass that fails leaves its last checkpoint behind. */
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
