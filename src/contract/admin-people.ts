import { z } from 'zod'
import { StaffSourceId, Userid } from '#contract/admin-id'
import { count, page } from '#contract/admin-list'
import { Instant, SourceKey } from '#contract/id'

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
