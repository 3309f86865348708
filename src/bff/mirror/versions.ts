import type { MirrorState } from '../store/mirror-stores.ts'
import type { MirrorPlan } from './plan.ts'
import { lastSignAt, longestBackoffMs } from './pace.ts'

/** Rows are missing, or were kept by an older mapper and wait to be read again. `version`: of the mapper that asks. */
export const isIncomplete = (state: MirrorState, version: number): boolean =>
  state.completedAt === null || state.isRereading || state.version < version

/** From where this version goes on: where an older one kept rows, it reads all of them again. */
export function takeOver(last: MirrorState, version: number): { state: MirrorState; isFromStart: boolean } {
  const isFromStart = last.version < version
  const isRereading = last.isRereading || (isFromStart && last.completedAt !== null)
  return { state: { ...last, version, isRereading }, isFromStart }
}

/**
 * During a deployment two versions run side by side. The older one leaves a mirror alone that a newer one has read, or the
 * two would undo each other's work for ever. It goes on once the newer one has been silent for so long that it must have
 * been rolled back.
 */
export function leftAloneUntil(
  state: MirrorState,
  { version, intervalMs }: Pick<MirrorPlan, 'version' | 'intervalMs'>,
) {
  return state.version > version ? lastSignAt(state) + intervalMs + 2 * longestBackoffMs : -Infinity
}
