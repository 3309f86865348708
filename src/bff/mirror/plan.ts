import type { MirrorPass } from './pass.ts'

/** A mirror that a source wants to be run, without who runs it. */
export interface MirrorPlan {
  /** Names its progress in the store. */
  name: string
  /** Of the mapper that makes its rows. */
  version: number
  /** From the end of one pass to the beginning of the next. */
  intervalMs: number
  run: MirrorPass
}

/** Asks the mirror of this name for a pass, unless the last one is younger; settles when it ends or `signal` aborts. */
export type Wake = (name: string, request: { ifOlderThanMs: number; signal: AbortSignal }) => Promise<void>
