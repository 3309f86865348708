import type { LinkedSourceId } from '#contract/source'
import type { Feature } from '../work/features.ts'

/** Why there is no row at all, where the sources have answered. */
export type Emptiness =
  | { kind: 'unlinked'; sources: LinkedSourceId[] }
  | { kind: 'disconnected'; label: string; text: string }
  /** `missing`: features that could not be read, so there may be more; `leftOut`: rows of the others. */
  | { kind: 'empty'; missing: Feature[]; leftOut: number }
