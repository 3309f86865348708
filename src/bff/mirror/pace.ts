import { isFuture, knownTime } from '../age.ts'
import { UpstreamError } from '../errors.ts'
import type { MirrorState } from '../store/mirror-stores.ts'
import type { MirrorPlan } from './plan.ts'

const firstBackoffMs = 1000
export const longestBackoffMs = 300_000
const longestStoreBackoffMs = 10_000

/** The pause that the vendor asked for (`Retry-After`); 0 for none. */
export const askedPauseMs = (error: unknown): number =>
  error instanceof UpstreamError ? (error.retryAfterSeconds ?? 0) * 1000 : 0

/** The pause after so many failures in a row. */
export const backoffMs = (failures: number): number => Math.min(firstBackoffMs * 2 ** (failures - 1), longestBackoffMs)

/** The pause while our own database does not answer: shorter, since asking it again does no harm. */
export const storeBackoffMs = (failures: number): number => Math.min(backoffMs(failures), longestStoreBackoffMs)

/** When a pass last ended, well or badly, on any instance. A time of the future is none: a clock was wrong. */
export const lastTriedAt = ({ completedAt, lastErrorAt }: MirrorState, now: number): number =>
  knownTime(lastErrorAt ?? completedAt, now) ?? -Infinity

/** When a pass last began or ended, on any instance. */
export const lastSignAt = ({ startedAt, completedAt, lastErrorAt }: MirrorState, now: number): number =>
  Math.max(...[startedAt, completedAt, lastErrorAt].map((time) => knownTime(time, now) ?? -Infinity))

/** The last pass was cut short, by a failure or a kill. One that begins or ends in the future is begun anew instead. */
export function isUnfinished({ startedAt, completedAt }: MirrorState, now: number): boolean {
  if (startedAt === null || isFuture(startedAt, now)) return false
  return completedAt === null || (startedAt > completedAt && !isFuture(completedAt, now))
}

/** A clock that was ahead wrote one of the times, so the age of the rows is unknown. */
const hasWrongTime = ({ startedAt, completedAt, lastErrorAt }: MirrorState, now: number): boolean =>
  [startedAt, completedAt, lastErrorAt].some((time) => time !== null && isFuture(time, now))

/** When the next pass is due, by the state that all instances share. */
export function dueAt(
  state: MirrorState,
  { version, intervalMs }: Pick<MirrorPlan, 'version' | 'intervalMs'>,
  now: number,
): number {
  const lastErrorAt = knownTime(state.lastErrorAt, now)
  if (lastErrorAt !== null) return lastErrorAt + firstBackoffMs
  if (state.completedAt === null || hasWrongTime(state, now)) return -Infinity
  if (isUnfinished(state, now) || state.version < version) return -Infinity
  return state.completedAt + intervalMs
}
