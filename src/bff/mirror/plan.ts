import type { MirrorPass } from './pass.ts'

/** A mirror as its source describes it; `createMirror` runs it. */
export interface MirrorPlan {
  /** Its key in the store. */
  name: string
  /** The version of the mapper that makes its rows. */
  version: number
  /** From the end of one pass to the beginning of the next. */
  intervalMs: number
  run: MirrorPass
}

/** Runs a pass of the mirror with this name, unless the last one is younger; settles when it ends or `signal` aborts. */
export type Wake = (name: string, request: { ifOlderThanMs: number; signal: AbortSignal }) => Promise<void>
