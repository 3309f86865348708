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

/** How one attempt went. `early`: not due. `busy`: another instance is reading. `left`: to a newer version. */
export type Outcome = 'complete' | 'early' | 'busy' | 'left' | 'stopped' | 'failed'
export type IsDue = (state: MirrorState) => boolean

function reasonOf(error: unknown): string {
  if (error instanceof UpstreamError) return error.reason
  return error instanceof AppError ? error.code : 'internal'
}

/** Tries to run a pass: one at a time, and only while the lease can be had. Never rejects. */
export function createScheduler(options: MirrorOptions, stopping: AbortSignal) {
  const { name, version, store, clock, log, owner, leaseMs, intervalMs } = options
  const share = createSingleFlight()
  let running: Running | null = null
  let attempting: Promise<unknown> = Promise.resolve()
  let failures = 0
  let isStoreGone = false
  let nextAt = -Infinity
  /** Until then the vendor does not want to hear from us. */
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

  /** Its state cannot be saved, and is told from here meanwhile. The disk, or the server, may be back at any time. */
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
      // Should its holder be dead, this is when it is free.
      nextAt = Math.min(nextAt, (await store.leases.endsAt(name)) ?? clock())
      return 'busy'
    }
    try {
      return await lead(isDue)
    } finally {
      await store.leases.release(name, owner)
    }
  }

  async function attemptAndTell(isDue: IsDue): Promise<Outcome> {
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
    const outcome = share('attempt', () => runAs({ mirror: name }, () => attemptAndTell(isDue)))
    attempting = outcome
    return outcome
  }

  return {
    attempt: attemptOnce,
    /** Settles when nothing is being tried. */
    settled: () => attempting,
    running: () => running,
    isStoreGone: () => isStoreGone,
    nextAt: () => nextAt,
    askedUntil: () => askedUntil,
  }
}
