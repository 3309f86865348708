import { AppError, StoreError, UpstreamError } from '../errors.ts'
import { factsOf } from '../logging/log-failure.ts'
import { runAs } from '../logging/request-context.ts'
import { createSingleFlight } from '../concurrency/single-flight.ts'
import type { MirrorState } from '../store/mirror-stores.ts'
import { LeaseLost } from './hold-lease.ts'
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
  let nextAt = -Infinity
  /** The vendor asked for no call before this time. */
  let askedUntil = -Infinity

  async function fail(error: unknown): Promise<Outcome> {
    if (stopping.aborted) return 'stopped'
    if (error instanceof StoreError) throw error
    if (error instanceof LeaseLost) {
      log.warn({ mirror: name }, 'mirror lost its lease to another instance')
      return 'busy'
    }
    failures += 1
    askedUntil = clock() + askedPauseMs(error)
    nextAt = Math.max(askedUntil, clock() + backoffMs(failures))
    const { rows, window } = progressOf(await store.mirrors.get(name), running, version)
    log.warn({ mirror: name, ...factsOf(error), rows, window, pauseMs: nextAt - clock() }, 'mirror pass failed')
    const state = running?.state ?? (await store.mirrors.get(name))
    await store.mirrors.save({ ...state, lastError: reasonOf(error), lastErrorAt: clock() })
    return 'failed'
  }

  async function lead(isDue: IsDue): Promise<Outcome> {
    const state = await store.mirrors.get(name)
    const aloneUntil = leftAloneUntil(state, options)
    nextAt = Math.max(dueAt(state, options), aloneUntil)
    if (clock() < aloneUntil) {
      log.info({ mirror: name, version, newer: state.version }, 'mirror is left to a newer version')
      return 'left'
    }
    if (!isDue(state)) return 'early'
    try {
      await runPass(options, stopping, (now) => (running = now))
      failures = 0
      nextAt = clock() + intervalMs
      return 'complete'
    } catch (error) {
      return await fail(error)
    } finally {
      running = null
    }
  }

  /**
   * The state cannot be saved, so `isStoreGone` is used in its place. The disk or the server may be back at any time.
   */
  function withoutStore(error: unknown): Outcome {
    log.warn({ mirror: name, ...factsOf(error) }, 'mirror cannot reach the store')
    isStoreGone = true
    failures += 1
    nextAt = clock() + storeBackoffMs(failures)
    return 'failed'
  }

  async function attempt(isDue: IsDue): Promise<Outcome> {
    if (stopping.aborted) return 'stopped'
    nextAt = clock() + Math.min(leaseMs, intervalMs)
    if (!(await store.leases.acquire(name, owner, clock(), leaseMs))) {
      // If its holder is dead, the lease is free from then on.
      nextAt = Math.min(nextAt, (await store.leases.endsAt(name)) ?? clock())
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
    nextAt: () => nextAt,
    askedUntil: () => askedUntil,
  }
}
