import { z } from 'zod'
import { Instant } from '#contract/id'

/** `unknown`: the vendor documents no meaning and the tenant has configured none. */
export const WorkStatus = z.enum(['open', 'submitted', 'done', 'cancelled', 'unknown'])
export type WorkStatus = z.infer<typeof WorkStatus>

/** What every kind of work has. */
export const item = {
  /** `<source>:<vendor id>`; where a source numbers several kinds apart, `<source>:<kind>:<vendor id>`. */
  id: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  status: WorkStatus,
  /** What the agenda sorts by: reminder (youmi), feedback deadline (waiqin), start (tanma), due time (orders). */
  dueAt: Instant.nullable(),
  createdAt: Instant.nullable(),
  /** Open and past `dueAt`. */
  overdue: z.boolean(),
  /** Addressed to the signed-in salesperson. */
  mine: z.boolean(),
  /** Where it is finished in its own system: an https address; null where the company has told none for its kind. */
  url: z.string().nullable(),
  /**
   * Of each list field that is told in part, by its path (`receivers`, `visibleRange.users`): how many entries it has in all.
   * The first twenty are told, of `feedback` the newest. Absent where all lists are whole. A text that is too long ends with
   * `…`: a title has at most 200 characters, any other text of a list 2,000.
   */
  totals: z.record(z.string(), z.int()).optional(),
  /** What people call whom and what this row names by an id: employees, customer tags. Absent where none is known. */
  names: z.record(z.string(), z.string()).optional(),
}

/** The user's contact that it is about. Given on the user's own board only; null where no contact they follow is linked. */
export const contact = z.strictObject({ externalUserId: z.string(), name: z.string() }).nullable()
