import { z } from 'zod'
import { Instant } from '#contract/id'
import { item } from '#contract/work-item'

/** 芸众 project-manager notice [docs/vendors/yunzhong.md#notices]. `open` is unread, `done` is read. */
export const Notice = z.strictObject({
  ...item,
  source: z.literal('yunzhong'),
  kind: z.literal('notice'),
  noticeId: z.string(),
  /** No enum is documented: shown by its `title`, which is the vendor's body.head. */
  noticeType: z.string(),
  actor: z.strictObject({ name: z.string(), avatar: z.string().nullable() }).nullable(),
  task: z
    .strictObject({
      /** Null where the vendor does not say. */
      id: z.string().nullable(),
      name: z.string(),
      description: z.string().nullable(),
      assignee: z.string().nullable(),
      /** 0 未开始, 1 进行中; other numbers are undocumented. `statusRaw` is null where there is none. */
      status: z.enum(['not_started', 'in_progress', 'unknown']),
      statusRaw: z.int().nullable(),
      priority: z.int().nullable(),
      isArchived: z.boolean(),
      startAt: Instant.nullable(),
      deadlineAt: Instant.nullable(),
    })
    .nullable(),
  /** Whether the tenant's message centre lets it be marked as read. */
  canMarkRead: z.boolean(),
})
export type Notice = z.infer<typeof Notice>
