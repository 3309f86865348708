import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../clock.ts'
import { AppError, UpstreamError } from '../errors.ts'
import { createSingleFlight } from '../single-flight.ts'
import type { MirrorState, Store } from '../store/store.ts'
import { LeaseLost } from './hold-lease.ts'
import { askedPauseMs, backoffMs, dueAt, lastTriedAt } from './pace.ts'
import type { MirrorPass } from './pass.ts'
import { progressOf, type MirrorProgress, type Running } from './progress.ts'
import { runPass } from './run-pass.ts'

export type { MirrorContext, MirrorPage, MirrorPass } from './pass.ts'
export type { MirrorProgress } from './progress.ts'

export interface MirrorLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface MirrorOptions {
  name: string
  store: Pick<Store, 'leases' | 'mirrors'>
  clock: Clock
  log: MirrorLog
  /** Which instance this is; two instances never share one. */
  owner: string
  /** How long another instance waits before it takes over from one that died; extended while this one lives. */
  leaseMs: number
  /** From the end of one pass to the beginning of the next. */
  intervalMs: number
  run: MirrorPass
  /** Resolves after `ms`, or as soon as the signal aborts; for tests. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface Mirror {
  readonly name: string
  start(): void
  /** Stops at the last page kept and gives the lease back. */
  stop(): Promise<void>
  /**
   * Asks for a pass unless the last one ended, well or badly, within `ifOlderThanMs`. Callers share one pass. Settles when
   * it ends or the signal aborts, and never rejects: how it went is in `progress()`.
   */
  wake(request: { ifOlderThanMs: number; signal: AbortSignal }): Promise<void>
  progress(): Promise<MirrorProgress>
}

/** How one attempt went. `early`: not due. `busy`: another instance is reading. */
type Outcome = 'complete' | 'early' | 'busy' | 'stopped' | 'failed'
type IsDue = (state: MirrorState) => boolean

const shortestPauseMs = 100
const pollMs = 500

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined)

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

function reasonOf(error: unknown): string {
  if (error instanceof UpstreamError) return error.reason
  return error instanceof AppError ? error.code : 'internal'
}

/**
 * Keeps one vendor's rows up to date: a pass every `intervalMs`, by whichever instance gets the lease. A pass that failed is
 * tried again after a growing pause and goes on from the last page kept; so does one whose process was killed.
 */
export function createMirror(options: MirrorOptions): Mirror {
  const { name, store, clock, log, owner, leaseMs, intervalMs, wait = sleep } = options
  const stopping = new AbortController()
  const share = createSingleFlight()
  let running: Running | null = null
  let attempting: Promise<unknown> = Promise.resolve()
  let looping: Promise<void> | null = null
  let failures = 0
  let nextAt = -Infinity
  /** Until then the vendor does not want to hear from us. */
  let askedUntil = -Infinity

  async function fail(error: unknown): Promise<Outcome> {
    if (stopping.signal.aborted) return 'stopped'
    if (error instanceof LeaseLost) {
      log.warn({ mirror: name }, 'mirror lost its lease to another instance')
      return 'busy'
    }
    failures += 1
    askedUntil = clock() + askedPauseMs(error)
    nextAt = Math.max(askedUntil, clock() + backoffMs(failures))
    const { rows, window } = progressOf(await store.mirrors.get(name), running)
    log.warn({ mirror: name, err: error, rows, window, pauseMs: nextAt - clock() }, 'mirror pass failed')
    const state = running?.state ?? (await store.mirrors.get(name))
    await store.mirrors.save({ ...state, lastError: reasonOf(error), lastErrorAt: clock() })
    return 'failed'
  }

  async function lead(isDue: IsDue): Promise<Outcome> {
    const state = await store.mirrors.get(name)
    nextAt = dueAt(state, intervalMs)
    if (!isDue(state)) return 'early'
    try {
      await runPass(options, stopping.signal, (now) => (running = now))
      failures = 0
      nextAt = clock() + intervalMs
      return 'complete'
    } catch (error) {
      return await fail(error)
    } finally {
      running = null
    }
  }

  async function attempt(isDue: IsDue): Promise<Outcome> {
    if (stopping.signal.aborted) return 'stopped'
    nextAt = clock() + Math.min(leaseMs, intervalMs)
    if (!(await store.leases.acquire(name, owner, clock(), leaseMs))) return 'busy'
    try {
      return await lead(isDue)
    } finally {
      await store.leases.release(name, owner)
    }
  }

  function tryOnce(isDue: IsDue): Promise<Outcome> {
    const outcome = share('attempt', () => attempt(isDue)).catch((error: unknown): Outcome => {
      log.warn({ mirror: name, err: error }, 'mirror cannot reach the store')
      failures += 1
      nextAt = clock() + backoffMs(failures)
      return 'failed'
    })
    attempting = outcome
    return outcome
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await tryOnce((state) => clock() >= Math.max(dueAt(state, intervalMs), askedUntil))
      await wait(Math.max(nextAt - clock(), shortestPauseMs), stopping.signal)
    }
  }

  async function wakeUntilTried(ifOlderThanMs: number, signal: AbortSignal): Promise<void> {
    const since = clock() - ifOlderThanMs
    const isDue: IsDue = (state) => lastTriedAt(state) <= since && clock() >= askedUntil
    while (!signal.aborted && isDue(await store.mirrors.get(name))) {
      const outcome = await tryOnce(isDue)
      if (outcome === 'failed' || outcome === 'complete') return
      // Another instance is reading: its end shows in the state that both share.
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
      await Promise.all([looping, attempting])
    },
    wake: async ({ ifOlderThanMs, signal }) => {
      const either = AbortSignal.any([signal, stopping.signal])
      const done = wakeUntilTried(ifOlderThanMs, either).catch((error: unknown) => {
        log.warn({ mirror: name, err: error }, 'mirror cannot reach the store')
      })
      await Promise.race([done, aborted(either)])
    },
    progress: async () => progressOf(await store.mirrors.get(name), running),
  }
}
