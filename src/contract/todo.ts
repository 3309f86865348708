import { z } from 'zod'
import { contact, item } from '#contract/work-item'

/** 友米 待办 [docs/vendors/youmi.md#todos]. */
export const Todo = z.strictObject({
  ...item,
  source: z.literal('youmi'),
  kind: z.literal('todo'),
  contact,
  /** The vendor's id of the friend: a personal WeChat id, unrelated to WeCom's ids. Empty where it is about nobody. */
  friendId: z.string(),
  level: z.strictObject({ name: z.string(), color: z.string().nullable() }).nullable(),
  /** What completes it (eventType 0, 100, 120, 130). */
  completedBy: z.enum(['manual', 'contact', 'like_moment', 'comment_moment', 'unknown']),
  /** Null where the vendor does not say. */
  completedByRaw: z.int().nullable(),
  /** 工号 of its author. */
  creator: z.string().nullable(),
  /** 工号 of those who shall do it; empty where the vendor's text was unreadable. */
  recipients: z.array(z.string()),
  /** The operating account through which the friend is known. */
  account: z.strictObject({
    id: z.string(),
    number: z.string().nullable(),
    nick: z.string().nullable(),
    kind: z.enum(['wechat', 'official', 'mini_program', 'wecom', 'unknown']),
  }),
  /** 始终提示: reminds until done. */
  isRepeating: z.boolean(),
})
export type Todo = z.infer<typeof Todo>
