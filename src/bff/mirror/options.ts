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
  /** Which instance this is; two instances never share one. */
  owner: string
  /** How long another instance waits before it takes over from one that died; extended while this one lives. */
  leaseMs: number
  /** Resolves after `ms`, or as soon as the signal aborts; for tests. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}
