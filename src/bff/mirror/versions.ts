import type { MirrorState } from '../store/mirror-stores.ts'
import type { MirrorPlan } from './plan.ts'
import { lastSignAt, longestBackoffMs } from './pace.ts'

/** Rows are missing, or are older than this version of the mapper and have yet to be read again. */
export const isIncomplete = (state: MirrorState, version: number): boolean =>
  state.completedAt === null || state.isRereading || state.version < version

/** The state from which a pass of this version starts. `isFromStart`: the last pass was of an older version, so all is read again. */
export function takeOver(last: MirrorState, version: number): { state: MirrorState; isFromStart: boolean } {
  const isFromStart = last.version < version
  const isRereading = last.isRereading || (isFromStart && last.completedAt !== null)
  return { state: { ...last, version, isRereading }, isFromStart }
}

/**
 * During a deployment two versions run side by side. The older one leaves alone what the newer one has read: otherwise they
 * would overwrite each other's rows in turn. It continues when the newer one has done nothing for longer than its longest
 * pause, because then it has been rolled back.
 */
export function leftAloneUntil(
  state: MirrorState,
  { version, intervalMs }: Pick<MirrorPlan, 'version' | 'intervalMs'>,
  now: number,
) {
  return state.version > version ? lastSignAt(state, now) + intervalMs + 2 * longestBackoffMs : -Infinity
}
