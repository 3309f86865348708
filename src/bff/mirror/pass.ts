import type { MirrorState } from '../store/mirror-stores.ts'

/**
 * One pass of a mirror, given by a source: reads the vendor from the checkpoint on and keeps page after page.
 * Resolves with the checkpoint from which the next pass begins. Rejects with an UpstreamError when the vendor
 * fails; the next pass then goes on from the last page that was kept.
 */
export type MirrorPass = (context: MirrorContext) => Promise<unknown>

export interface MirrorContext {
  /** What the last page kept, or what the last complete pass answered; null at the very first. The pass parses it. */
  readonly checkpoint: unknown
  /** When this pass began. One that was cut short goes on with its old value, so that a sweep spares what it saw. */
  readonly startedAt: number
  /** The last pass did not reach its end: this one goes on from its checkpoint. */
  readonly isResumed: boolean
  /**
   * Rows were kept by an older mapper: this pass reads everything that a first one would. It may go on from its own
   * checkpoint if it is resumed, but not leave out what the checkpoint of an earlier pass says is known.
   */
  readonly isRereading: boolean
  /** Aborted when the process stops or the lease is lost. Give it to every outside call. */
  readonly signal: AbortSignal
  /**
   * Keeps one page. `write` hands rows and the given state to the store in one transaction:
   * `keep({ rows: 500, checkpoint, window }, (state) => store.fieldTasks.put(rows, state))`.
   */
  keep(page: MirrorPage, write: (state: MirrorState) => Promise<void>): Promise<void>
}

export interface MirrorPage {
  /** How many rows the vendor gave, for the progress. */
  rows: number
  /** Where to go on once these rows are in. JSON. */
  checkpoint: unknown
  /** What is being read, for the log: `2024-01-01..2024-01-07`, `page 3`. */
  window: string | null
}
