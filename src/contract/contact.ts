import { z } from 'zod'
import { ExternalUserId, Instant } from '#contract/id'
import { Link } from '#contract/link'

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
