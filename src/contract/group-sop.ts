import { z } from 'zod'
import { item } from '#contract/work-item'

/** 探马 群SOP [docs/vendors/tanma.md#groups]. `dueAt` is the start time. */
export const GroupSop = z.strictObject({
  ...item,
  source: z.literal('tanma'),
  kind: z.literal('group_sop'),
  chatId: z.string(),
  chatName: z.string().nullable(),
  ownerName: z.string().nullable(),
  departmentName: z.string().nullable(),
  sopId: z.string().nullable(),
  /** Meaning undocumented: the status above stays `unknown` until the tenant configures it. */
  sendStatus: z.int().nullable(),
  /** 1 is what addGroupCorporate (手动发送) sends; 0 is undocumented. */
  mode: z.int().nullable(),
  tags: z.array(z.string()),
})
export type GroupSop = z.infer<typeof GroupSop>
