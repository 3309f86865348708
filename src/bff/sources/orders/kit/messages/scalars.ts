import { z } from 'zod'

/** An order's or a task's id. Never a JSON number: JavaScript rounds one of 19 digits. */
export const Id = z.string().regex(/^[\w.-]{1,64}$/)
export const CustomerId = z.string().regex(/^[\w.@-]{1,64}$/)
/** A WeCom userid. */
export const StaffId = z.string().min(1).max(64)
export const ExternalUserId = z.string().min(1).max(64)

/** RFC 3339 with its offset. Before 2000 is how databases write "never": that is null here. */
export const Time = z.iso.datetime({ offset: true }).regex(/^2/, 'is before 2000').meta({ id: 'Time' })

/** A whole number of the currency's smallest unit: 分 for CNY, yen for JPY. */
export const Minor = z.int().nonnegative().meta({ id: 'Minor' })

const known = new Set(Intl.supportedValuesOf('currency'))
/** ISO 4217. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine((code) => known.has(code), 'is no currency of ISO 4217')

/** Https; http on this machine itself, for trials. */
export const SafeUrl = z
  .url()
  .regex(/^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])/, 'is not https')
  .meta({ id: 'SafeUrl' })
export const Text = z.string().min(1)
export const Cursor = z.string().min(1).max(500)
/** How many rows are wanted at most. */
export const limitTo = (most: number) => z.int().min(1).max(most)
