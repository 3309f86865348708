import type { Clock } from '../clock.ts'
import type { Holder, MirrorState } from '../store/mirror-stores.ts'
import type { Reach } from './reach.ts'

/**
 * One pass of a mirror, written by a source: reads the vendor from the checkpoint on and keeps page after page.
 * Resolves with the checkpoint for the next pass. Rejects with an UpstreamError when the vendor fails; the next
 * attempt then continues from the last page that was kept.
 */
export type MirrorPass = (context: MirrorContext) => Promise<unknown>

export interface MirrorContext {
  /** From the last page that was kept, or from the end of the last pass; null before the first. The pass parses it. */
  readonly checkpoint: unknown
  /** When this pass began. It stays the same when a pass is continued, so that a sweep spares what it saw before. */
  readonly startedAt: number
  /** Continues a pass that did not reach its end, from its checkpoint. */
  readonly isResumed: boolean
  /**
   * Some rows were made by an older mapper: this pass reads everything that a first one would, whatever the checkpoint of
   * an earlier pass says. When it is continued (`isResumed`), it need not begin again.
   */
  readonly isRereading: boolean
  readonly clock: Clock
  /** The holder of the lease, for sweeps; `keep` passes it on with the state. */
  readonly holder: Holder
  /** Aborts when the process stops or the lease is lost. Pass it to every outside call. */
  readonly signal: AbortSignal
  /**
   * Keeps one page. `write` saves the rows and the given state in one transaction:
   * `keep({ rows: 500, checkpoint, window }, (state) => store.fieldTasks.put(rows, state))`.
   */
  keep(page: MirrorPage, write: (state: MirrorState) => Promise<void>): Promise<void>
}

export interface MirrorPage {
  /** How many rows the vendor sent, for the progress. */
  rows: number
  /** Where to continue after these rows. JSON. */
  checkpoint: unknown
  /** What is being read, for the log: `2024-01-01..2024-01-07`, `page 3`. */
  window: string | null
  /** How much of the reading is done with it, where that is known. */
  reach?: Reach | undefined
}
