import { z } from 'zod'
import { ExternalUserId, Instant } from '#contract/id'
import { LinkedSourceId } from '#contract/source'

export const Link = z.strictObject({
  source: LinkedSourceId,
  sourceId: z.string(),
  /** What the vendor calls it, as far as known. */
  name: z.string().nullable(),
  linkedBy: z.string(),
  linkedAt: Instant,
})
export type Link = z.infer<typeof Link>

/** The customer as WeCom tells it to the signed-in follower. */
export const ContactCard = z.strictObject({
  externalUserId: ExternalUserId,
  name: z.string(),
  avatar: z.string().nullable(),
  /** 1 a WeChat user, 2 a WeCom user of another company. */
  kind: z.enum(['wechat', 'wecom']),
  corpName: z.string().nullable(),
  position: z.string().nullable(),
  /** What the signed-in salesperson noted. */
  follow: z.strictObject({
    remark: z.string().nullable(),
    description: z.string().nullable(),
    remarkCorpName: z.string().nullable(),
    mobiles: z.array(z.string()),
    tags: z.array(z.strictObject({ group: z.string().nullable(), name: z.string() })),
    /** In words; null where WeCom says 0 (unknown) or a number it does not document. */
    addWay: z.string().nullable(),
    addWayRaw: z.int().nullable(),
    since: Instant.nullable(),
  }),
  /** The other followers that the app may see. */
  followers: z.array(z.strictObject({ userid: z.string(), name: z.string().nullable() })),
  links: z.array(Link),
})
export type ContactCard = z.infer<typeof ContactCard>

export const LinkCandidate = z.strictObject({
  source: LinkedSourceId,
  sourceId: z.string(),
  title: z.string(),
  subtitle: z.string().nullable(),
  /** Why this salesperson may link it, strongest first. */
  reasons: z.array(z.enum(['same_phone', 'i_manage', 'my_task', 'my_todo'])),
  isLinked: z.boolean(),
  /** Another contact is linked to it; whose, is not told. */
  isLinkedElsewhere: z.boolean(),
})
export type LinkCandidate = z.infer<typeof LinkCandidate>

export const LinkCandidates = z.strictObject({
  source: LinkedSourceId,
  candidates: z.array(LinkCandidate),
  /** Present where nobody can be offered until the salesperson's own id in the source is known. */
  needs: z.literal('staff-link').optional(),
})
export type LinkCandidates = z.infer<typeof LinkCandidates>
