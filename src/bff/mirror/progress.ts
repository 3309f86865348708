import { isRecent, lateMs } from '../age.ts'
import type { MirrorState } from '../store/mirror-stores.ts'
import type { MirrorPlan } from './plan.ts'
import { isGrown } from './growth.ts'
import { paceOf, type Pace } from './reach.ts'
import { isIncomplete } from './versions.ts'

export interface MirrorProgress {
  name: string
  /** `first_sync`: rows are incomplete, because no pass, or none of this version, has reached its end. */
  phase: 'first_sync' | 'running' | 'failing' | 'idle'
  /** Rows read by the current or last pass. */
  rows: number
  /** What this instance is reading at the moment. */
  window: string | null
  /** Null unless this instance is reading. */
  ratePerSecond: number | null
  startedAt: number | null
  completedAt: number | null
  /** How much of the pass under way is done; left out where nobody can say. */
  pace?: Pace
  /** No pass has reached its end for so long that lists are `mirror_late`, or nobody knows when one did. */
  isLate: boolean
  /** There was suddenly far more to read than before, and not all of it was. */
  isCut?: true
  lastError: string | null
  /** This instance holds the lease and reads. */
  isLeader: boolean
}

/** What this instance is doing in the pass that it runs. */
export interface Running {
  state: MirrorState
  window: string | null
  ratePerSecond: number
}

function phaseOf(state: MirrorState, isRunning: boolean, version: number): MirrorProgress['phase'] {
  if (state.lastError !== null) return 'failing'
  if (isIncomplete(state, version)) return 'first_sync'
  return isRunning ? 'running' : 'idle'
}

interface Seen {
  running: Running | null
  plan: Pick<MirrorPlan, 'version' | 'intervalMs'>
  now: number
}

/** How far a mirror is, from the shared state and what this instance is doing. */
export function progressOf(shared: MirrorState, { running, plan, now }: Seen): MirrorProgress {
  const state = running?.state ?? shared
  const { name, rows, startedAt, completedAt, lastError } = state
  const pace = paceOf(state.checkpoint, now)
  return {
    name,
    phase: phaseOf(state, running !== null, plan.version),
    rows,
    window: running?.window ?? null,
    ratePerSecond: running?.ratePerSecond ?? null,
    startedAt,
    completedAt,
    isLate: completedAt !== null && !isRecent(completedAt, lateMs(plan.intervalMs), now),
    ...(pace ? { pace } : {}),
    ...(isGrown(state.checkpoint) ? { isCut: true } : {}),
    lastError,
    isLeader: running !== null,
  }
}
