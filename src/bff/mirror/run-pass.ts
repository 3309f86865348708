import { isFuture, knownTime } from '../age.ts'
import type { MirrorState } from '../store/mirror-stores.ts'
import { holdLease, type Lease } from './hold-lease.ts'
import type { MirrorOptions } from './options.ts'
import { isUnfinished } from './pace.ts'
import type { MirrorContext, MirrorPage } from './pass.ts'
import type { Running } from './progress.ts'
import { createReachMark } from './reach.ts'
import { takeOver } from './versions.ts'

const progressLogMs = 10_000

/** Continues a pass that was cut short; otherwise begins a new one, later than the end of the last one. */
function begin(last: MirrorState, { version, owner, clock }: MirrorOptions) {
  const now = clock()
  const { state, isFromStart } = takeOver({ ...last, heldBy: owner }, version)
  if (!isFromStart && state.startedAt !== null && isUnfinished(state, now))
    return { state, isResumed: true, startedAt: state.startedAt }
  // An end in the future is none: a pass later than that would carry the wrong time on.
  const startedAt = Math.max(now, (knownTime(state.completedAt, now) ?? 0) + 1)
  return { state: { ...state, startedAt, rows: 0 }, isResumed: false, startedAt }
}

/** What a pass has come to when it reaches its end. If it began by a clock that was ahead, only its end is known. */
function ended(state: MirrorState, startedAt: number, now: number): MirrorState {
  const completedAt = isFuture(startedAt, now) ? now : Math.max(now, startedAt)
  const times = { startedAt: Math.min(startedAt, completedAt), completedAt }
  return { ...state, ...times, isRereading: false, lastError: null, lastErrorAt: null }
}

/** Measures how fast this instance reads, and logs it every ten seconds. */
function createReport({ name, clock, log }: MirrorOptions, running: Running) {
  const before = { rows: running.state.rows, at: clock.steady() }
  let loggedAt = before.at
  return (window: string | null) => {
    const { rows } = running.state
    const now = clock.steady()
    const seconds = Math.max(now - before.at, 1) / 1000
    running.window = window
    running.ratePerSecond = Math.round((rows - before.rows) / seconds)
    if (now - loggedAt < progressLogMs) return
    loggedAt = now
    log.info({ mirror: name, rows, window, ratePerSecond: running.ratePerSecond }, 'mirror reads')
  }
}

async function readAndKeep(
  options: MirrorOptions,
  lease: Lease,
  signal: AbortSignal,
  onProgress: (running: Running) => void,
): Promise<void> {
  const { name, owner, store, clock, log, run } = options
  const { state: first, isResumed, startedAt } = begin(await store.mirrors.get(name), options)
  const began = clock.steady()
  const running: Running = { state: first, window: null, ratePerSecond: 0 }
  const report = createReport(options, running)
  const mark = createReachMark(isResumed ? first.checkpoint : null, clock())

  async function save(page: MirrorPage, write: (state: MirrorState) => Promise<void>) {
    signal.throwIfAborted()
    await lease.extend()
    const state = { ...running.state, checkpoint: page.checkpoint, rows: running.state.rows + page.rows }
    await write(state)
    running.state = state
    report(page.window)
  }
  const keep: MirrorContext['keep'] = (page, write) =>
    save({ ...page, checkpoint: mark(page.checkpoint, page.reach, clock()) }, write)

  await store.mirrors.save(first)
  onProgress(running)
  const { checkpoint: last, isRereading, rows } = first
  log.info({ mirror: name, isResumed, isRereading, rows }, 'mirror pass begins')
  const holder = { name, heldBy: owner }
  const checkpoint = await run({ checkpoint: last, startedAt, isResumed, isRereading, clock, holder, signal, keep })
  await save({ rows: 0, checkpoint, window: null }, (state) => store.mirrors.save(ended(state, startedAt, clock())))
  const ms = Math.round(clock.steady() - began)
  log.info({ mirror: name, rows: running.state.rows, ms }, 'mirror pass complete')
}

/** Runs one pass under a lease that is already held, and saves its end. */
export async function runPass(
  options: MirrorOptions,
  stopping: AbortSignal,
  onProgress: (running: Running) => void,
): Promise<void> {
  const lease = holdLease(options)
  try {
    await readAndKeep(options, lease, AbortSignal.any([stopping, lease.signal]), onProgress)
  } catch (error) {
    throw lease.signal.aborted ? lease.signal.reason : error
  } finally {
    await lease.end()
  }
}
