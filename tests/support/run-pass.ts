import type { MirrorContext, MirrorPage } from '../../src/bff/mirror/mirror.ts'
import type { MirrorPlan } from '../../src/bff/mirror/plan.ts'
import type { Store } from '../../src/bff/store/store.ts'
import { clockOf } from './clock.ts'

export interface PassOptions {
  now: number
  /** The earlier pass was cut short, and this one continues it. */
  isResumed?: boolean
  /** Hears of each page before it is kept. */
  onPage?: (page: MirrorPage) => void
}

/** Holds the lease of every mirror that it ran. */
export const passOwner = 'the-tests'

/**
 * Runs one pass as the mirror does, without its loop. A pass that fails leaves its last checkpoint in the store.
 */
export async function runPass(
  store: Store,
  plan: MirrorPlan,
  { now, isResumed = false, onPage }: PassOptions,
): Promise<string[]> {
  const windows: string[] = []
  const before = await store.mirrors.get(plan.name)
  const startedAt = isResumed ? (before.startedAt ?? now) : now
  await store.leases.acquire(plan.name, passOwner, 300_000)
  let state = { ...before, version: plan.version, heldBy: passOwner, startedAt, rows: isResumed ? before.rows : 0 }
  const context: MirrorContext = {
    checkpoint: before.checkpoint,
    startedAt,
    isResumed,
    isRereading: before.isRereading,
    clock: clockOf(() => now),
    holder: { name: plan.name, heldBy: passOwner },
    signal: new AbortController().signal,
    async keep(page, write) {
      onPage?.(page)
      state = { ...state, checkpoint: page.checkpoint, rows: state.rows + page.rows }
      windows.push(`${page.window ?? ''}: ${page.rows}`)
      await write(state)
    },
  }
  const checkpoint = await plan.run(context)
  await store.mirrors.save({ ...state, checkpoint, completedAt: now, lastError: null, lastErrorAt: null })
  return windows
}
