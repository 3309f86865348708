import { z } from 'zod'
import { StaffSourceId, Userid } from '#contract/admin-id'
import { count } from '#contract/admin-list'
import { Instant, SourceKey } from '#contract/id'

/** No more than this in a file. */
export const importBounds = { bytes: 5_000_000, rows: 20_000 } as const

const row = z.strictObject({ userid: Userid, source: StaffSourceId, sourceId: SourceKey.nullable() })
export const MappingRow = row
export type MappingRow = z.infer<typeof MappingRow>

/** `whole`: whoever is not in the file loses the id in its sources. */
const file = { name: z.string().max(200).optional(), whole: z.boolean().optional() }
export const PreviewRequest = z.union([
  z.strictObject({ rows: z.array(row).min(1).max(importBounds.rows) }),
  z.strictObject({ csv: z.string().min(1).max(importBounds.bytes), ...file }),
  /** An XLSX file as base64. */
  z.strictObject({
    xlsx: z
      .base64()
      .min(1)
      .max(Math.ceil((importBounds.bytes * 4) / 3)),
    ...file,
  }),
  /** All suggestions of one source for one reason that is a proof. */
  z.strictObject({ rule: z.strictObject({ source: StaffSourceId, reason: z.literal('same_userid') }) }),
  z.strictObject({ accept: z.array(row).min(1).max(1000) }),
])
export type PreviewRequest = z.infer<typeof PreviewRequest>

export const ChangeKind = z.enum(['added', 'changed', 'unchanged', 'removed'])
export type ChangeKind = z.infer<typeof ChangeKind>

export const PreviewRow = z.strictObject({
  /** Of the file, where 1 is the header; null for what no line says. */
  line: z.int().nullable(),
  userid: Userid,
  name: z.string().nullable(),
  source: StaffSourceId,
  from: SourceKey.nullable(),
  to: SourceKey.nullable(),
  kind: ChangeKind,
  /** Open rows that come to, and go from, their lists; null where that cannot be counted. */
  tasks: z.strictObject({ appear: count, vanish: count }).nullable(),
})
export type PreviewRow = z.infer<typeof PreviewRow>

export const Conflict = z.strictObject({
  line: z.int().nullable(),
  userid: Userid,
  name: z.string().nullable(),
  source: StaffSourceId,
  /** What they would have had; null for none. */
  sourceId: SourceKey.nullable(),
  code: z.enum(['taken', 'two_ids', 'disabled', 'not_visible', 'case_only', 'left']),
  /** One sentence in Chinese. */
  title: z.string(),
})
export type Conflict = z.infer<typeof Conflict>

const written = z.string().max(64).nullable()
export const Fault = z.strictObject({
  line: z.int(),
  code: z.string(),
  title: z.string(),
  /** As the line has these, at most their beginning; null where it has none. */
  userid: written,
  source: written,
  sourceId: written,
  /** Of whom the userid is, where somebody is known by it. */
  name: z.string().nullable(),
})
export type Fault = z.infer<typeof Fault>

export const Preview = z.strictObject({
  previewId: z.string(),
  /** Ten minutes after it was made. */
  expiresAt: Instant,
  counts: z.record(ChangeKind, count),
  /** Unchanged ones are counted only. */
  rows: z.array(PreviewRow),
  /** Neither of their rows is written. */
  conflicts: z.array(Conflict),
  /** Lines that are not written. */
  faults: z.array(Fault),
  /** More than a tenth is changed or removed, and more than one row: the number that has to be typed. */
  typed: count.nullable(),
})
export type Preview = z.infer<typeof Preview>

export const ApplyRequest = z.strictObject({ previewId: z.string().max(100), typed: count.optional() })
export const Applied = z.strictObject({ batchId: z.string(), written: count })

export const Batch = z.strictObject({
  id: z.string(),
  at: Instant,
  /** Null for the command, and for an administrator who has been erased since. */
  by: Userid.nullable(),
  byName: z.string().nullable(),
  /** On this page, or with `npm run links`. */
  via: z.enum(['page', 'command']),
  kind: z.enum(['import', 'accept', 'rule', 'rows', 'undo']),
  /** The name of the file, where it had one. */
  title: z.string().nullable(),
  counts: z.record(ChangeKind, count),
  /** Rows that nobody has changed since. */
  undoable: count,
  undoneAt: Instant.nullable(),
})
export type Batch = z.infer<typeof Batch>
export const BatchList = z.strictObject({ items: z.array(Batch), next: z.string().nullable() })
export const BatchRows = z.strictObject({
  items: z.array(PreviewRow.pick({ userid: true, name: true, source: true, from: true, to: true, kind: true })),
  next: z.string().nullable(),
})
export const Undone = z.strictObject({ batchId: z.string(), undone: count, kept: count })
