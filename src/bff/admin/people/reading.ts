import { z } from 'zod'

/** How the last reading of a list of people went, beside the times that every mirror has. */
export const Reading = z.object({
  /** How many people were told. */
  people: z.int(),
  /** How many of them a vendor's own list told. */
  listed: z.int().nullish(),
  /** There are more than are read. */
  isCut: z.boolean(),
  /** Why the list was not told; null where it was. */
  reason: z.string().nullable(),
  /** May serve customers but are not visible to the app. */
  outside: z.int(),
  /** Operations that were not answered. */
  refused: z.array(z.string()),
  /** How many are not told any more: too many to be believed before a reading after this one agrees. */
  held: z.object({ people: z.int(), since: z.number() }).nullish(),
})
export type Reading = z.infer<typeof Reading>
