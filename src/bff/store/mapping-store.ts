import type { StaffSourceId } from '#contract/admin-id'
import type { ChangeKind } from '#contract/admin-mapping'
import type { z } from 'zod'
import { useridKey } from '../userid.ts'

/** A colleague's id in a system, as it is kept: its maker and its time tell whether it is still the same. */
export interface StaffLink {
  userid: string
  source: StaffSourceId
  sourceId: string
  linkedBy: string
  linkedAt: number
}

/** An id that a declared rule gives a colleague, as long as none is kept of them. */
export type RuledId = Pick<StaffLink, 'userid' | 'source' | 'sourceId'>

export type BatchKind = 'import' | 'accept' | 'rule' | 'rows' | 'undo'
export type ChangeCounts = Record<z.infer<typeof ChangeKind>, number>

/** One person's id in one system, before and after. */
export interface MappingChange {
  userid: string
  source: StaffSourceId
  from: string | null
  to: string | null
  /** Several people may have the id before, or the one after. */
  wasShared: boolean
  isShared: boolean
}

/** A change with the links that it replaces: one of before userids were compared without case may be two. */
export interface PlannedChange extends MappingChange {
  before: readonly StaffLink[]
}

/** What is to be written, once somebody has seen it. */
export interface MappingPlan {
  id: string
  by: string
  at: number
  kind: BatchKind
  title: string | null
  counts: ChangeCounts
  /** The number that has to be typed; null for none. */
  typed: number | null
  expiresAt: number
}

/** What was written. */
export interface MappingBatch extends Omit<MappingPlan, 'typed' | 'expiresAt'> {
  /** Rows that nobody has changed since. */
  undoable: number
  undoneAt: number | null
}

/** Who writes, and as whose the links are kept. */
export interface Applying {
  by: string
  at: number
  linkedBy: string
  /** What rules give in the systems concerned: nobody else gets it. */
  ruled: readonly RuledId[]
}

export interface Undoing extends Omit<Applying, 'linkedBy'> {
  id: string
  /** Whether this person, who is here, may be given this account, which is open. */
  mayHave(id: RuledId): boolean
}

export interface Written {
  batchId: string
  written: readonly MappingChange[]
}

/** The end of the page before. */
export interface BatchPlace {
  at: number
  id: string
}

/** Staff ids that administrators change, each time as one batch. userids compare without case. */
export interface MappingStore {
  /** Keeps a plan, and no more than this person's newest `most` plans. */
  plan(plan: MappingPlan, changes: readonly PlannedChange[], most: number): Promise<void>
  /** A plan of this person that has not expired; null where there is none. */
  planned(id: string, by: string, now: number): Promise<Pick<MappingPlan, 'kind' | 'typed'> | null>
  /**
   * Writes a plan, all or nothing, and makes a batch of it. Null where it is gone; `changed` where one of its people, or
   * one of its ids, has been given another since.
   */
  apply(id: string, applying: Applying): Promise<Written | 'changed' | null>
  /** How many rows this person's plan has written; null where it has not been applied, or the batch is gone. */
  applied(id: string, by: string): Promise<number | null>
  /** The latest first. */
  batches(question: { limit: number; after: BatchPlace | null }): Promise<MappingBatch[]>
  /** Rows of a batch in their order; null where there is no such batch. */
  rows(id: string, question: { limit: number; after: number }): Promise<(MappingChange & { position: number })[] | null>
  /**
   * Takes a batch back, but for rows that somebody has changed since, and ids of people who left or whose userid is another's by now, as a batch of its own. Null where there is none;
   * `undone` where that was done already.
   */
  undo(id: string, undoing: Undoing): Promise<(Written & { kept: number }) | 'undone' | null>
  /** Forgets plans that have expired, and batches from before this. */
  sweep(ends: { now: number; before: number }): Promise<void>
}

/** Whose id of which system. */
export const cellOf = ({ userid, source }: { userid: string; source: string }): string =>
  `${source} ${useridKey(userid)}`
