import { z } from 'zod'

/** How many there are of something. */
export const count = z.int().min(0)

/** What is asked of a list: a page of it. */
export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
}
