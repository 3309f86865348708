import type { z } from 'zod'
import type { StaffSourceId } from '#contract/admin-id'
import type { Conflict, Fault } from '#contract/admin-mapping'

/** Whose they are is told with the answer. */
export type Refused = Omit<z.infer<typeof Conflict>, 'name'>
export type ConflictCode = Refused['code']
export type FaultRow = Omit<z.infer<typeof Fault>, 'name'>

/** What somebody's id in a system is to be. */
export interface Wanted {
  /** Of a file; null where there is none. */
  line: number | null
  userid: string
  source: StaffSourceId
  /** Null: none. */
  to: string | null
  /** It is said that several people have this id. */
  isShared: boolean
}

/** What was asked for, as far as it can be read. */
export interface Asked {
  wanted: readonly Wanted[]
  faults: readonly FaultRow[]
  /** Systems in which whoever is not named loses the id. */
  wholeOf: readonly StaffSourceId[]
}
