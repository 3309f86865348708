import { z } from 'zod'
import type { Answer } from './answer.ts'

/** An order, read so leniently that one wrong field hides nothing else. */
const Row = z.looseObject({
  id: z.coerce.string().catch(''),
  customerId: z.coerce.string().catch(''),
  status: z.string().catch(''),
  createdAt: z.string().catch(''),
  receiver: z.record(z.string(), z.unknown()).nullish().catch(null),
  links: z.array(z.object({ url: z.string() })).catch([]),
  tasks: z
    .array(z.object({ id: z.coerce.string(), status: z.string(), assignees: z.array(z.string()).catch([]) }))
    .catch([]),
})
export type Row = z.infer<typeof Row>

const Listed = z
  .object({
    match: z.string().catch(''),
    customer: z.object({ customerId: z.coerce.string() }).nullish().catch(null),
    orders: z.array(Row).catch([]),
    total: z.number().nullish().catch(null),
    next: z.string().nullish().catch(null),
  })
  .catch({ match: '', customer: null, orders: [], total: null, next: null })
export type Listed = z.infer<typeof Listed>

/** What can be read of an answer with orders. */
export const readListed = ({ json }: Answer): Listed => Listed.parse(json)

export const hasOpenTask = ({ tasks }: Row): boolean => tasks.some(({ status }) => status === 'open')
