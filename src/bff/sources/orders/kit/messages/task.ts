import { OrderTaskKind } from '#contract/order'
import { z } from 'zod'
import { Id, StaffId, Text, Time } from './scalars.ts'

/** We read any other as `unknown`; a company has no such kind. */
export const TaskKind = OrderTaskKind.exclude(['unknown'])

/** What a salesperson has to do for an order. The company decides and dates it. */
export const Task = z
  .object({
    /** The same in every answer, and unique within its order. */
    id: Id,
    kind: TaskKind,
    title: Text.max(60),
    dueAt: Time.nullable(),
    status: z.enum(['open', 'done', 'cancelled']),
    /** WeCom userids; nobody's where it is empty. */
    assignees: z.array(StaffId),
  })
  .meta({ id: 'Task' })
