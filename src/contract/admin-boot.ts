import { z } from 'zod'
import { Staff } from '#contract/session'

/** What the HTML carries. */
export const AdminBoot = z.strictObject({
  build: z.string(),
  session: z.strictObject({ staff: Staff }),
})
export type AdminBoot = z.infer<typeof AdminBoot>
