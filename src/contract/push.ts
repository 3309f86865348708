import { z } from 'zod'
import { item } from '#contract/work-item'

/** 芸众 客户/群 SOP push, pending for the open contact or group [docs/vendors/yunzhong.md#pushes]. */
export const Push = z.strictObject({
  ...item,
  source: z.literal('yunzhong'),
  kind: z.literal('push'),
  /** What getContent and send call `task_log_id`. */
  pushId: z.string(),
  /** The vendor's display text of the date, as it came. */
  dateText: z.string().nullable(),
  /** How many pieces of content it has, and how many we have placed in the chat. */
  pieces: z.int(),
  placed: z.int(),
})
export type Push = z.infer<typeof Push>
