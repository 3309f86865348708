import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import type { MirrorPass } from './pass.ts'

export type { MirrorContext, MirrorPage, MirrorPass } from './pass.ts'

export interface MirrorLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface MirrorOptions {
  name: string
  store: Pick<Store, 'leases' | 'mirrors'>
  clock: Clock
  log: MirrorLog
  /** Which instance this is; two instances never share one. */
  owner: string
  /** How long another instance waits before it takes over from one that died. */
  leaseMs: number
  /** From the end of one pass to the beginning of the next. */
  intervalMs: number
  run: MirrorPass
  /** Resolves after `ms`, or as soon as the signal aborts; for tests. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

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

export interface Mirror {
  readonly name: string
  start(): void
  /** Stops at the last page kept and gives the lease back. */
  stop(): Promise<void>
  /**
   * Asks for a pass unless the last one ended, well or badly, within `ifOlderThanMs`. Callers share one pass. Settles when
   * it ends or the signal aborts, and never rejects: how it went is in `progress()`.
   */
  wake(request: { ifOlderThanMs: number; signal: AbortSignal }): Promise<void>
  progress(): Promise<MirrorProgress>
}
