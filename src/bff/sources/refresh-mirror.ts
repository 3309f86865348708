import { refreshMs } from '../clock.ts'
import type { Wake } from '../mirror/plan.ts'

interface Refresh {
  wake: Wake
  /** Of the mirror. */
  name: string
  /** The longest that the user waits for it. */
  waitMs: number
  signal: AbortSignal
}

/** Asks a mirror for a pass, for a user who pulled to refresh. */
export function refreshMirror({ wake, name, waitMs, signal }: Refresh): Promise<void> {
  return wake(name, { ifOlderThanMs: refreshMs, signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]) })
}
