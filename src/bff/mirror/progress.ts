import type { MirrorState } from '../store/mirror-stores.ts'

export interface MirrorProgress {
  name: string
  /** `first_sync`: no pass has ever reached its end, so what is known is incomplete. */
  phase: 'first_sync' | 'running' | 'failing' | 'idle'
  /** Rows read by the current or last pass. */
  rows: number
  /** What this instance is reading just now. */
  window: string | null
  /** Null unless this instance is reading. */
  ratePerSecond: number | null
  startedAt: number | null
  completedAt: number | null
  lastError: string | null
  /** This instance holds the lease: it is the one that reads. */
  isLeader: boolean
}

/** What this instance is doing in the pass that it runs. */
export interface Running {
  state: MirrorState
  window: string | null
  ratePerSecond: number
}

function phaseOf({ completedAt, lastError }: MirrorState, isRunning: boolean): MirrorProgress['phase'] {
  if (lastError !== null) return 'failing'
  if (completedAt === null) return 'first_sync'
  return isRunning ? 'running' : 'idle'
}

/** What is told about a mirror, from what all instances share and what this one is doing. */
export function progressOf(shared: MirrorState, running: Running | null): MirrorProgress {
  const { name, rows, startedAt, completedAt, lastError } = running?.state ?? shared
  return {
    name,
    phase: phaseOf(running?.state ?? shared, running !== null),
    rows,
    window: running?.window ?? null,
    ratePerSecond: running?.ratePerSecond ?? null,
    startedAt,
    completedAt,
    lastError,
    isLeader: running !== null,
  }
}
