import { z } from 'zod'
import { Userid } from '#contract/admin-id'
import { count, page } from '#contract/admin-list'
import { ExternalUserId, Instant, SourceKey } from '#contract/id'
import { LinkedSourceId } from '#contract/source'

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
