import { z } from 'zod'
import { Grown } from '../../mirror/growth.ts'
import type { Window } from './client.ts'

const Span = z.object({ by: z.enum(['create', 'modify']), from: z.string(), to: z.string() })

/**
 * What a pass reads, one after the other. All but increments are windows of creation days. `first`: everything is read;
 * `newest`, `again`: what the window no longer tells is removed; the calls of `again` count towards the hour's limit.
 */
const Part = Span.extend({ role: z.enum(['increment', 'first', 'newest', 'again']) })
export type Part = z.infer<typeof Part>

/** What is not told is removed at the end of it. */
export const isSettling = ({ role }: Part): boolean => role === 'newest' || role === 'again'

const LeftOutRow = z.object({
  id: z.string().nullable(),
  field: z.string(),
  subject: z.string().nullable(),
  staffIds: z.array(z.string()).readonly(),
})

const Checkpoint = z.object({
  /** Up to when changes are known; null before the first pass has ended. */
  watermark: z.number().nullable(),
  /** The newest change that the vendor has told; null for none. */
  newest: z.number().nullable().default(null),
  /** When the last complete pass began. */
  passedAt: z.number().nullable().default(null),
  /** What this pass reads, so that it reads the same when it is continued; empty between two passes. */
  parts: z.array(Part).default([]),
  /** The last page kept. */
  part: z.int().default(0),
  page: z.int().default(1),
  /** What the pages before it in its window have told: the task that ended each, and what of them could not be read. */
  ends: z.array(z.string().nullable()).default([]),
  unread: z.array(LeftOutRow).default([]),
  /** Increments with rows that could not be read: a later one would not return those rows again. */
  leftOut: z.array(Span).default([]),
  grown: Grown,
  /** A pass of the version before that was cut short has put them here. */
  again: z.array(Span).default([]),
  againAt: z.number().default(0),
})
export type Checkpoint = z.infer<typeof Checkpoint>

/** What the version before reads as the end of a pass. Within a pass it reads nothing, and begins from the start. */
const ended = { window: 0, page: 1, again: [], parts: [] }

const maxLeftOut = 100
const quietMs = 30 * 86_400_000

/** The checkpoint between two passes, and in one. @returns null for what no pass has left */
export function readCheckpoint(kept: unknown): Checkpoint | null {
  return Checkpoint.safeParse(kept).data ?? null
}

const isSame = (one: Window, other: Window): boolean =>
  one.by === other.by && one.from === other.from && one.to === other.to

/** An increment is read again as it was; of the other windows the last day is another each day. */
export const nameOf = ({ role, by, from, to }: Part): string => `${by} ${from}${role === 'increment' ? `..${to}` : ''}`

export const withLeftOut = (leftOut: readonly Window[], { by, from, to }: Window): Window[] =>
  [...leftOut.filter((each) => !isSame(each, { by, from, to })), { by, from, to }].slice(-maxLeftOut)

interface End {
  startedAt: number
  now: number
  newest: number | null
  leftOut: Window[]
  grown: Grown
  againAt: number
}

/**
 * The checkpoint for the next pass. Changes are known up to the newest that was told, never up to our own clock: it may
 * have been ahead. Where nothing was ever told, they are not known for a month.
 */
export function endOf({ startedAt, now, newest, leftOut, grown, againAt }: End): unknown {
  const watermark = newest === null ? startedAt - quietMs : Math.min(startedAt, now, newest)
  return { ...ended, watermark, newest, passedAt: startedAt, leftOut, grown, againAt }
}
