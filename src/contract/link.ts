import { z } from 'zod'
import { Instant } from '#contract/id'
import { LinkedSourceId } from '#contract/source'

export const Link = z.strictObject({
  source: LinkedSourceId,
  sourceId: z.string(),
  /** The vendor's name of it, where known. */
  name: z.string().nullable(),
  linkedBy: z.string(),
  /** Present where only an administrator may take it away, and the reader is none. */
  isFixed: z.literal(true).optional(),
  linkedAt: Instant,
})
export type Link = z.infer<typeof Link>

export const LinkCandidate = z.strictObject({
  source: LinkedSourceId,
  sourceId: z.string(),
  title: z.string(),
  subtitle: z.string().nullable(),
  /** Why this salesperson may link it, strongest first; `order_system`: the company’s own system offers it. */
  reasons: z.array(z.enum(['same_phone', 'i_manage', 'my_task', 'my_todo', 'order_system'])),
  isLinked: z.boolean(),
  /** Another contact is linked to it; which one is not said. */
  isLinkedElsewhere: z.boolean(),
})
export type LinkCandidate = z.infer<typeof LinkCandidate>

export const LinkCandidates = z.strictObject({
  source: LinkedSourceId,
  candidates: z.array(LinkCandidate),
  /** Present where no candidate can be offered until the salesperson's own id in the source is known. */
  needs: z.literal('staff-link').optional(),
})
export type LinkCandidates = z.infer<typeof LinkCandidates>
