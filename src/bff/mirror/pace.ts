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

/** When a pass last ended, well or badly, on any instance. */
export const lastTriedAt = (state: MirrorState): number =>
  Math.max(state.completedAt ?? -Infinity, state.lastErrorAt ?? -Infinity)

/** When a pass last began or ended, on any instance. */
export const lastSignAt = (state: MirrorState): number => Math.max(state.startedAt ?? -Infinity, lastTriedAt(state))

/** The last pass was cut short, by a failure or a kill. */
export const isUnfinished = ({ startedAt, completedAt }: MirrorState): boolean =>
  startedAt !== null && startedAt > (completedAt ?? -Infinity)

/** When the next pass is due, by the state that all instances share. */
export function dueAt(state: MirrorState, { version, intervalMs }: Pick<MirrorPlan, 'version' | 'intervalMs'>): number {
  if (state.lastErrorAt !== null) return state.lastErrorAt + firstBackoffMs
  if (state.completedAt === null || isUnfinished(state) || state.version < version) return -Infinity
  return state.completedAt + intervalMs
}
