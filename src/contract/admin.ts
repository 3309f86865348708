import { z } from 'zod'
import { adminErrors, type AdminErrorCode } from '#contract/admin-error'
import { errors, type ErrorCode } from '#contract/error'
import { ExternalUserId, Instant, SourceKey } from '#contract/id'
import { Problem } from '#contract/problem'
import { Staff } from '#contract/session'
import { LinkedSourceId, SourceId } from '#contract/source'

/** Whatever a call of these may be refused with: the sidebar's codes, and some of their own. */
export type AdminCode = ErrorCode | AdminErrorCode
const codes = Object.keys({ ...errors, ...adminErrors }) as [AdminCode, ...AdminCode[]]
export const AdminProblem = Problem.extend({ code: z.enum(codes) })
export type AdminProblem = z.infer<typeof AdminProblem>

/** What the HTML carries. */
export const AdminBoot = z.strictObject({
  build: z.string(),
  session: z.strictObject({ staff: Staff }),
})
export type AdminBoot = z.infer<typeof AdminBoot>

/** WeCom's userid, in WeCom's spelling; compared without case. */
export const Userid = z.string().regex(/^[\w.@-]{1,64}$/)
const count = z.int().min(0)

/** Systems that know our people by ids of their own, which an administrator maps. 企客聊 is no source of work. */
export const StaffSourceId = z.enum(['youmi', 'waiqin', 'tanma', 'qikeliao'])
export type StaffSourceId = z.infer<typeof StaffSourceId>

/** How an id became somebody's: by a declared rule, by a file, or by an administrator's tap. */
export const LinkedHow = z.enum(['rule', 'import', 'hand'])
export type LinkedHow = z.infer<typeof LinkedHow>

/** Why a vendor's person may be ours, strongest first. None of these links anybody by itself. */
export const SuggestionReason = z.enum([
  'same_userid',
  'same_phone',
  'same_mail',
  'same_name_and_department',
  'same_name',
])
export type SuggestionReason = z.infer<typeof SuggestionReason>

export const Suggestion = z.strictObject({
  sourceId: SourceKey,
  /** As the vendor has them; null where it does not say. */
  name: z.string().nullable(),
  department: z.string().nullable(),
  reasons: z.array(SuggestionReason).min(1),
  /** Rows that would come to their board; null where that cannot be counted. */
  openTasks: count.nullable(),
})
export type Suggestion = z.infer<typeof Suggestion>

/** One person in one source. */
export const StaffCell = z.strictObject({
  source: StaffSourceId,
  /** `ambiguous`: several fit, or a name that occurs twice. `disabled`: the vendor has closed this account. */
  state: z.enum(['linked', 'suggested', 'ambiguous', 'missing', 'disabled']),
  sourceId: SourceKey.nullable(),
  how: LinkedHow.nullable(),
  since: Instant.nullable(),
  /** The administrator, where it is by hand. */
  byName: z.string().nullable(),
  /** What is to be looked at, in a few words of Chinese; null where all is well. */
  says: z.string().nullable(),
  /** The vendor's name for this id, where it is known. */
  name: z.string().nullable(),
  /** At most five. */
  suggestions: z.array(Suggestion),
})
export type StaffCell = z.infer<typeof StaffCell>

export const AdminPerson = z.strictObject({
  userid: Userid,
  name: z.string(),
  departments: z.array(z.string()),
  /** Whether WeCom lets them serve customers: those are the people who must have ids. */
  hasCustomerRight: z.boolean(),
  /** No longer a member. What they have stays, and no rule gives it to anybody. */
  isLeft: z.boolean(),
  cells: z.array(StaffCell),
})
export type AdminPerson = z.infer<typeof AdminPerson>

export const PersonState = z.enum(['linked', 'suggested', 'ambiguous', 'missing', 'disabled', 'left'])
export type PersonState = z.infer<typeof PersonState>

const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
}
const q = z.string().trim().min(1).max(40).optional()

/** `state` without `source`: in any of them. */
export const PeopleQuery = z.object({ source: StaffSourceId.optional(), state: PersonState.optional(), q, ...page })

export const PeopleList = z.strictObject({
  items: z.array(AdminPerson),
  next: z.string().nullable(),
  /** Of the whole company, whatever is asked for. */
  counts: z.record(z.enum(['all', ...PersonState.options]), count),
  /** The columns: systems that are configured. */
  sources: z.array(StaffSourceId),
  /** When the people were read last; null before the first time. */
  readAt: Instant.nullable(),
})
export type PeopleList = z.infer<typeof PeopleList>

/** Somebody at a vendor whom nobody of ours is. */
export const VendorPerson = z.strictObject({
  source: StaffSourceId,
  sourceId: SourceKey,
  name: z.string().nullable(),
  /** The vendor's login or number, where it has one beside the id. */
  code: z.string().nullable(),
  department: z.string().nullable(),
  state: z.enum(['active', 'disabled', 'unknown']),
  /** Tasks that are for them, or SOPs of the groups that they own; null where the source's rows are not kept. */
  openTasks: count.nullable(),
})
export type VendorPerson = z.infer<typeof VendorPerson>

/** Most open tasks first. */
export const VendorPeopleQuery = z.object({ source: StaffSourceId.optional(), q, ...page })
export const VendorPeopleList = z.strictObject({
  items: z.array(VendorPerson),
  next: z.string().nullable(),
  total: count,
})

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
  source: StaffSourceId,
  code: z.enum(['taken', 'two_ids', 'disabled', 'not_visible', 'case_only', 'left']),
  /** One sentence in Chinese. */
  title: z.string(),
})
export type Conflict = z.infer<typeof Conflict>

export const Fault = z.strictObject({ line: z.int(), code: z.string(), title: z.string() })
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
  /** Null for somebody who is forgotten. */
  by: Userid.nullable(),
  byName: z.string().nullable(),
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

/** A link of a customer. */
export const ContactLink = z.strictObject({
  externalUserId: ExternalUserId,
  source: LinkedSourceId,
  sourceId: SourceKey,
  /** The customer's name at the vendor, where it is kept. */
  name: z.string().nullable(),
  how: z.enum(['import', 'made']),
  /** Who made it; null for an import. */
  by: Userid.nullable(),
  byName: z.string().nullable(),
  since: Instant,
  /** Whether its maker could make it today; null where that is not known without asking the vendor. */
  holds: z.boolean().nullable(),
})
export type ContactLink = z.infer<typeof ContactLink>
export const ContactLinksQuery = z.object({
  source: LinkedSourceId.optional(),
  /** `doubtful`: those whose maker could not make them today. */
  state: z.enum(['all', 'import', 'made', 'doubtful']).default('all'),
  q: z.string().trim().min(1).max(64).optional(),
  ...page,
})
export const ContactLinks = z.strictObject({
  items: z.array(ContactLink),
  next: z.string().nullable(),
  counts: z.record(z.enum(['all', 'import', 'made', 'doubtful']), count),
})
