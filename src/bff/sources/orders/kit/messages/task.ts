import { z } from 'zod'
import { Id, StaffId, Text, Time } from './scalars.ts'

export const TaskKind = z.enum([
  'collect_payment',
  'confirm',
  'approve',
  'deliver',
  'follow_delivery',
  'approve_return',
  'refund',
  'invoice',
  'renew',
  'other',
])

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
