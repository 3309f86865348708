import type { MirrorState } from '../store/store.ts'
import type { MirrorOptions } from './mirror.ts'
import { isUnfinished } from './pace.ts'
import type { MirrorContext, MirrorPage } from './pass.ts'
import type { Running } from './progress.ts'

const progressLogMs = 10_000

/** Another instance took the lease while this one was busy elsewhere. */
export class LeaseLost extends Error {}

/** A pass that was cut short goes on as the same pass; else a new one begins, later than the last one's end. */
function begin(last: MirrorState, now: number): { state: MirrorState; isResumed: boolean; startedAt: number } {
  if (last.startedAt !== null && isUnfinished(last)) return { state: last, isResumed: true, startedAt: last.startedAt }
  const startedAt = Math.max(now, (last.completedAt ?? 0) + 1)
  return { state: { ...last, startedAt, rows: 0 }, isResumed: false, startedAt }
}

/** Runs one pass under a lease that is already held, and saves that it was completed. */
export async function runPass(
  { name, store, clock, log, owner, leaseMs, run }: MirrorOptions,
  signal: AbortSignal,
  onProgress: (running: Running) => void,
): Promise<void> {
  const { state: first, isResumed, startedAt } = begin(await store.mirrors.get(name), clock())
  const running: Running = { state: first, window: null, ratePerSecond: 0 }
  const before = { rows: first.rows, at: clock() }
  let loggedAt = clock()
  await store.mirrors.save(first)
  onProgress(running)
  log.info({ mirror: name, isResumed, rows: first.rows }, 'mirror pass begins')

  function report(window: string | null) {
    const seconds = Math.max(clock() - before.at, 1) / 1000
    running.window = window
    running.ratePerSecond = Math.round((running.state.rows - before.rows) / seconds)
    onProgress(running)
    if (clock() - loggedAt < progressLogMs) return
    loggedAt = clock()
    log.info({ mirror: name, rows: running.state.rows, window, ratePerSecond: running.ratePerSecond }, 'mirror reads')
  }

  async function keep(page: MirrorPage, write: (state: MirrorState) => Promise<void>) {
    signal.throwIfAborted()
    if (!(await store.leases.acquire(name, owner, clock(), leaseMs))) throw new LeaseLost(name)
    const state = { ...running.state, checkpoint: page.checkpoint, rows: running.state.rows + page.rows }
    await write(state)
    running.state = state
    report(page.window)
  }

  const context: MirrorContext = { checkpoint: first.checkpoint, startedAt, isResumed, signal, keep }
  const checkpoint = await run(context)
  const completedAt = Math.max(clock(), startedAt)
  await keep({ rows: 0, checkpoint, window: null }, (state) =>
    store.mirrors.save({ ...state, completedAt, lastError: null, lastErrorAt: null }),
  )
  log.info({ mirror: name, rows: running.state.rows, ms: clock() - before.at }, 'mirror pass complete')
}
