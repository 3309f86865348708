import type { Clock } from '../clock.ts'
import type { Store } from '../store/store.ts'
import type { MirrorPlan } from './plan.ts'

export interface MirrorLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

export interface MirrorOptions extends MirrorPlan {
  store: Pick<Store, 'leases' | 'mirrors'>
  clock: Clock
  log: MirrorLog
  /** Unique to this instance. */
  owner: string
  /** How long a lease lasts unless it is extended: after that, another instance takes over from one that died. */
  leaseMs: number
  /** For tests: resolves after `ms`, or as soon as the signal aborts. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}
