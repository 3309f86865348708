import { z } from 'zod'
import { StaffSourceId } from '#contract/admin-id'
import { count } from '#contract/admin-list'
import { Instant } from '#contract/id'
import { SourceId } from '#contract/source'

export const AdminFinding = z.strictObject({
  id: z.string(),
  group: z.string(),
  title: z.string(),
  state: z.enum(['ok', 'warn', 'fail', 'skipped']),
  says: z.string(),
  /** Where it is mended: a path in a console, or a variable. */
  fix: z.string().nullable(),
})
export type AdminFinding = z.infer<typeof AdminFinding>

export const SourceStatus = z.strictObject({
  id: z.union([SourceId, z.literal('wecom')]),
  name: z.string(),
  configured: z.boolean(),
  state: z.enum(['ok', 'first_sync', 'stale', 'failing', 'unconfigured']),
  /** The sentence of `state`, with its number. */
  says: z.string(),
  /** What is kept of it, and what its rows are called; null where nothing is mirrored. */
  rows: z.strictObject({ count, what: z.string() }).nullable(),
  /** The first reading, until it has reached its end. */
  sync: z
    .strictObject({
      /** What its rows are called: a source has several, each read for a first time. */
      what: z.string(),
      /** Rows. */
      done: count,
      /** Rows in all, as the vendor tells them, or as the last complete reading had them; null where neither is known. */
      total: count.nullable(),
      /** By `total`, or else by the windows of days, the pages or the lists that are read; null where no count of these is known. */
      percent: z.int().min(0).max(99).nullable(),
      /** Rows, on average. */
      perMinute: count,
      /**
       * At the pace since it began or went on. Null where `percent` is null, before ten seconds have been measured, and where
       * nothing has come for two minutes or the last call failed.
       */
      secondsLeft: count.nullable(),
    })
    .nullable(),
  lastPassAt: Instant.nullable(),
  /** While calls are held back: when the next is tried. */
  retryAt: Instant.nullable(),
  /** Calls to it in each of the last 24 hours, the oldest first; the last one is the hour that is not over. */
  calls: z.array(z.strictObject({ made: count, failed: count })).length(24),
})
export type SourceStatus = z.infer<typeof SourceStatus>

export const Coverage = z.strictObject({
  source: StaffSourceId,
  /** People with the customer right. */
  people: count,
  /** Of those. */
  linked: z.strictObject({ rule: count, import: count, hand: count }),
  /** Whom the list of people shows as `missing` in this source: of everybody who has not left, nobody even suggested. */
  missing: count,
})
export type Coverage = z.infer<typeof Coverage>

export const AdminStatus = z.strictObject({
  at: Instant,
  sources: z.array(SourceStatus),
  coverage: z.array(Coverage),
  contacts: z.strictObject({ linked: count, imported: count }),
  /** Vendors' people whom nobody is, as their list shows them, by source; and their open rows, null where those are not kept. */
  stray: z.array(z.strictObject({ source: StaffSourceId, people: count, rows: count.nullable() })),
  /** Failures first. */
  findings: z.array(AdminFinding),
})
export type AdminStatus = z.infer<typeof AdminStatus>
