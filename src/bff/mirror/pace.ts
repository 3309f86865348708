import { UpstreamError } from '../errors.ts'
import type { MirrorState } from '../store/mirror-stores.ts'
import type { MirrorPlan } from './plan.ts'

const firstBackoffMs = 1000
export const longestBackoffMs = 300_000
const longestStoreBackoffMs = 10_000

/** What the vendor asked for. */
export const askedPauseMs = (error: unknown): number =>
  error instanceof UpstreamError ? (error.retryAfterSeconds ?? 0) * 1000 : 0

/** How long to wait after so many failures in a row. */
export const backoffMs = (failures: number): number => Math.min(firstBackoffMs * 2 ** (failures - 1), longestBackoffMs)

/** The same without our own database, which takes no harm from being asked. */
export const storeBackoffMs = (failures: number): number => Math.min(backoffMs(failures), longestStoreBackoffMs)

/** The last pass, wherever it ran and however it went. */
export const lastTriedAt = (state: MirrorState): number =>
  Math.max(state.completedAt ?? -Infinity, state.lastErrorAt ?? -Infinity)

/** When any instance last began or ended a pass. */
export const lastSignAt = (state: MirrorState): number => Math.max(state.startedAt ?? -Infinity, lastTriedAt(state))

/** Cut short, by a failure or a kill. */
export const isUnfinished = ({ startedAt, completedAt }: MirrorState): boolean =>
  startedAt !== null && startedAt > (completedAt ?? -Infinity)

/** When the next pass is due, as far as the shared state tells. */
export function dueAt(state: MirrorState, { version, intervalMs }: Pick<MirrorPlan, 'version' | 'intervalMs'>): number {
  if (state.lastErrorAt !== null) return state.lastErrorAt + firstBackoffMs
  if (state.completedAt === null || isUnfinished(state) || state.version < version) return -Infinity
  return state.completedAt + intervalMs
}
