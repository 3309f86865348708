import { z } from 'zod'
import { ChatId, Instant } from '#contract/id'

const Member = z.strictObject({ userid: z.string(), name: z.string().nullable() })

/** A customer group as WeCom tells it to its owner or a member. */
export const ChatCard = z.strictObject({
  chatId: ChatId,
  /** Null where the group has no name of its own. */
  name: z.string().nullable(),
  /** Null where the owner has left. */
  owner: Member.nullable(),
  isMine: z.boolean(),
  createdAt: Instant.nullable(),
  notice: z.string().nullable(),
  memberCount: z.int(),
  /** Members who are not of our company. */
  externalCount: z.int(),
  admins: z.array(Member),
})
export type ChatCard = z.infer<typeof ChatCard>
