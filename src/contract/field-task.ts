import { z } from 'zod'
import { Instant } from '#contract/id'
import { contact, item } from '#contract/work-item'

const Person = z.strictObject({ id: z.string(), name: z.string() })

/** 勤策 外勤任务 [docs/vendors/waiqin.md#tasks]. Times have minute precision. */
export const FieldTask = z.strictObject({
  ...item,
  source: z.literal('waiqin'),
  kind: z.literal('field_task'),
  contact,
  customer: z.strictObject({ id: z.string(), name: z.string().nullable() }),
  /** task_status 0 待反馈, 1 已反馈, 2 验收通过, 3 需重新反馈. */
  stage: z.enum(['waiting', 'submitted', 'accepted', 'rework', 'unknown']),
  stageRaw: z.string(),
  type: z
    .strictObject({
      id: z.string(),
      name: z.string().nullable(),
      isPictureRequired: z.boolean().nullable(),
      isAlbumPermitted: z.boolean().nullable(),
    })
    .nullable(),
  /** execute_demand 0 非现场, 1 强制现场, 2 无要求. */
  onSite: z.enum(['off_site', 'on_site', 'any', 'unknown']),
  creator: Person.nullable(),
  receivers: z.array(Person),
  sourceName: z.string().nullable(),
  achievement: z.string().nullable(),
  modifiedAt: Instant.nullable(),
  /** Newest first. */
  feedback: z.array(z.strictObject({ content: z.string(), at: Instant.nullable(), visitId: z.string().nullable() })),
  visitId: z.string().nullable(),
})
export type FieldTask = z.infer<typeof FieldTask>
