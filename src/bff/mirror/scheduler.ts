import { msLeft, spanOf } from '../age.ts'
import { AppError, LeaseLost, StoreError, UpstreamError } from '../errors.ts'
import { factsOf } from '../logging/log-failure.ts'
import { runAs } from '../logging/request-context.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import type { MirrorState } from '../store/mirror-stores.ts'
import type { MirrorOptions } from './options.ts'
import { askedPauseMs, backoffMs, dueAt, storeBackoffMs } from './pace.ts'
import { progressOf, type Running } from './progress.ts'
import { runPass } from './run-pass.ts'
import { leftAloneUntil } from './versions.ts'

/** How one attempt ended. `early`: not due. `busy`: another instance is reading. `left`: a newer version reads this mirror. */
export type Outcome = 'complete' | 'early' | 'busy' | 'left' | 'stopped' | 'failed'
export type IsDue = (state: MirrorState) => boolean

function reasonOf(error: unknown): string {
  if (error instanceof UpstreamError) return error.reason
  return error instanceof AppError ? error.code : 'internal'
}

/** Runs a pass when it is due and the lease is free, one at a time. `attempt` never rejects. */
export function createScheduler(options: MirrorOptions, stopping: AbortSignal) {
  const { name, version, store, clock, log, owner, leaseMs, intervalMs } = options
  const share = createSingleFlight()
  let running: Running | null = null
  let attempting: Promise<unknown> = Promise.resolve()
  let failures = 0
  let isStoreGone = false
  /** From the end of the last attempt to the next look. */
  let pauseMs = 0
  /** No pass by itself until then, after a failure. */
  let rest = spanOf(0, clock)
  /** The vendor asked for no call until then. */
  let asked = spanOf(0, clock)

  function restFor(ms: number): void {
    rest = spanOf(ms, clock)
    pauseMs = ms
  }

  async function fail(error: unknown): Promise<Outcome> {
    if (stopping.aborted) return 'stopped'
    if (error instanceof StoreError) throw error
    failures += 1
    asked = spanOf(askedPauseMs(error), clock)
    restFor(Math.max(asked.ms, backoffMs(failures)))
    const state = running?.state ?? { ...(await store.mirrors.get(name)), heldBy: owner }
    const { rows, window } = progressOf(state, { running, plan: options, now: clock() })
    log.warn({ mirror: name, ...factsOf(error), rows, window, pauseMs }, 'mirror pass failed')
    await store.mirrors.save({ ...state, lastError: reasonOf(error), lastErrorAt: clock() })
    return 'failed'
  }

  /** The lease may be lost in the middle of a pass, or just when its failure is to be kept. */
  async function failOrLose(error: unknown): Promise<Outcome> {
    try {
      if (error instanceof LeaseLost) throw error
      return await fail(error)
    } catch (thrown) {
      if (!(thrown instanceof LeaseLost)) throw thrown
      log.warn({ mirror: name }, 'mirror lost its lease to another instance')
      return 'busy'
    }
  }

  async function lead(isDue: IsDue): Promise<Outcome> {
    const state = await store.mirrors.get(name)
    const aloneMs = leftAloneUntil(state, options, clock()) - clock()
    if (aloneMs > 0) {
      pauseMs = aloneMs
      log.info({ mirror: name, version, newer: state.version }, 'mirror is left to a newer version')
      return 'left'
    }
    if (!isDue(state)) return tooEarly(state)
    try {
      await runPass(options, stopping, (now) => (running = now))
      failures = 0
      restFor(0)
      pauseMs = intervalMs
      return 'complete'
    } catch (error) {
      return await failOrLose(error)
    } finally {
      running = null
    }
  }

  function tooEarly(state: MirrorState): Outcome {
    pauseMs = Math.max(dueAt(state, options, clock()) - clock(), msLeft(rest, clock))
    return 'early'
  }

  /**
   * The state cannot be saved, so `isStoreGone` is used in its place. The disk or the server may be back at any time.
   */
  function withoutStore(error: unknown): Outcome {
    log.warn({ mirror: name, ...factsOf(error) }, 'mirror cannot reach the store')
    isStoreGone = true
    failures += 1
    restFor(storeBackoffMs(failures))
    return 'failed'
  }

  async function attempt(isDue: IsDue): Promise<Outcome> {
    if (stopping.aborted) return 'stopped'
    const state = await store.mirrors.get(name)
    if (!isDue(state)) return tooEarly(state)
    pauseMs = Math.min(leaseMs, intervalMs)
    if (!(await store.leases.acquire(name, owner, leaseMs))) {
      // If its holder is dead, the lease is free from then on.
      pauseMs = Math.min(pauseMs, await store.leases.msLeft(name))
      return 'busy'
    }
    try {
      return await lead(isDue)
    } finally {
      await store.leases.release(name, owner)
    }
  }

  async function attemptAndReport(isDue: IsDue): Promise<Outcome> {
    try {
      const outcome = await attempt(isDue)
      if (isStoreGone) log.info({ mirror: name }, 'mirror reaches the store again')
      isStoreGone = false
      return outcome
    } catch (error) {
      return withoutStore(error)
    }
  }

  function attemptOnce(isDue: IsDue): Promise<Outcome> {
    const outcome = share('attempt', () => runAs({ mirror: name }, () => attemptAndReport(isDue)))
    attempting = outcome
    return outcome
  }

  return {
    attempt: attemptOnce,
    /** Settles when no attempt is under way. */
    settled: () => attempting,
    running: () => running,
    isStoreGone: () => isStoreGone,
    pauseMs: () => pauseMs,
    isAsked: () => msLeft(asked, clock) > 0,
    isResting: () => msLeft(rest, clock) > 0,
  }
}
