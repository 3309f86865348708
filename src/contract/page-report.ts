import { z } from 'zod'

/**
 * What went wrong in the page: an error that nobody caught, a promise that nobody heard, a component, a part or the script
 * that could not be loaded, an engine below the build target.
 */
export const PageError = z.enum([
  'script_failed',
  'promise_rejected',
  'render_failed',
  'part_missing',
  'script_missing',
  'engine_too_old',
])
export type PageError = z.infer<typeof PageError>

/** What the page says of its own errors: no name, id or text of anybody. Its fields have no room for one. */
export const PageReport = z.strictObject({
  code: PageError,
  /** As in the boot data. */
  build: z.string().regex(/^[\da-f]{12}$/),
  /** WeCom's own version, as its user agent says; null outside WeCom. */
  client: z
    .string()
    .regex(/^\d{1,4}(?:\.\d{1,6}){0,4}$/)
    .nullable(),
})
export type PageReport = z.infer<typeof PageReport>
