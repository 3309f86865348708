import { setTimeout } from 'node:timers/promises'
import { createScheduler, type IsDue } from './scheduler.ts'
import type { MirrorOptions } from './options.ts'
import { dueAt, lastTriedAt } from './pace.ts'
import { progressOf, type MirrorProgress } from './progress.ts'

export type { MirrorContext, MirrorPage, MirrorPass } from './pass.ts'
export type { MirrorProgress } from './progress.ts'

export interface Mirror {
  readonly name: string
  start(): void
  /** Stops after the last page kept, and releases the lease. */
  stop(): Promise<void>
  /**
   * Runs a pass unless the last one ended, well or badly, within `ifOlderThanMs`. Callers share one pass. Settles when it
   * ends or the signal aborts, and never rejects: `progress()` says how it went.
   */
  wake(request: { ifOlderThanMs: number; signal: AbortSignal }): Promise<void>
  progress(): Promise<MirrorProgress>
}

const shortestPauseMs = 100
/** The longest until a mirror looks again whether a pass is due: a clock may have been set, or the machine suspended. */
const lookMs = 60_000
const pollMs = 500

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined)

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

/**
 * Keeps one vendor's rows up to date: a pass every `intervalMs`, by whichever instance gets the lease. A pass that failed,
 * or whose process was killed, continues from the last page kept, after a growing pause.
 */
export function createMirror(options: MirrorOptions): Mirror {
  const { name, store, clock, log, wait = sleep } = options
  const stopping = new AbortController()
  const { attempt, settled, running, pauseMs, isAsked, isResting, isStoreGone } = createScheduler(
    options,
    stopping.signal,
  )
  let looping: Promise<void> | null = null

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await attempt((state) => clock() >= dueAt(state, options, clock()) && !isResting())
      await wait(Math.min(Math.max(pauseMs(), shortestPauseMs), lookMs), stopping.signal)
    }
  }

  async function wakeUntilTried(ifOlderThanMs: number, signal: AbortSignal): Promise<void> {
    const since = clock() - ifOlderThanMs
    const isDue: IsDue = (state) => lastTriedAt(state, clock()) <= since && !isAsked()
    while (!signal.aborted && isDue(await store.mirrors.get(name))) {
      const outcome = await attempt(isDue)
      if (outcome === 'failed' || outcome === 'complete' || outcome === 'left') return
      // Another instance is reading: the shared state shows when it ends.
      if (outcome === 'busy') await wait(pollMs, signal)
    }
  }

  return {
    name,
    start: () => {
      looping ??= loop()
    },
    stop: async () => {
      stopping.abort()
      await Promise.all([looping, settled()])
    },
    wake: async ({ ifOlderThanMs, signal }) => {
      const either = AbortSignal.any([signal, stopping.signal])
      const done = wakeUntilTried(ifOlderThanMs, either).catch((error: unknown) => {
        log.warn({ mirror: name, err: error }, 'mirror cannot reach the store')
      })
      await Promise.race([done, aborted(either)])
    },
    async progress() {
      const state = await store.mirrors.get(name)
      const shown = isStoreGone() ? { ...state, lastError: 'store_unavailable' } : state
      return progressOf(shown, { running: running(), plan: options, now: clock() })
    },
  }
}
