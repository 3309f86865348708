import { z } from 'zod'
import { Content } from '#contract/content'
import { item } from '#contract/work-item'

/**
 * 芸众 朋友圈SOP job of mine [docs/vendors/yunzhong.md#moments]. `createdAt` is when it was pushed; `done` once I have
 * published it.
 */
export const Moment = z.strictObject({
  ...item,
  source: z.literal('yunzhong'),
  kind: z.literal('moment'),
  jobId: z.string(),
  taskName: z.string().nullable(),
  text: z.string(),
  attachments: z.array(Content),
  visibleRange: z.strictObject({
    /** WeCom userids of those who shall publish it; everyone, where this and `departments` are empty. */
    users: z.array(z.string()),
    departments: z.array(z.string()),
    /** Ids of the customer tags that may see it; empty: every customer. */
    tags: z.array(z.string()),
  }),
  /** People, not items. */
  people: z.strictObject({ total: z.int(), finished: z.int(), waiting: z.int() }),
  /** Whether the contact that was asked about may see it; null where none was. */
  isVisibleToContact: z.boolean().nullable(),
})
export type Moment = z.infer<typeof Moment>
