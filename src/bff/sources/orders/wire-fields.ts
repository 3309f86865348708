import { z } from 'zod'
import { cut } from '../../wire/bounds.ts'
import { List, Text } from '../../wire/fields.ts'
import { seen } from '../../wire/seen.ts'
import { readTime } from '../../wire/time.ts'

/** Harmless text of at most so many characters; null where nothing of it can be seen. */
export const Line = (most: number) =>
  Text.transform((text) => {
    const words = seen(text)
    return words === null ? null : cut(words, most)
  })

/** Of a closed list; what a later version adds to it is `unknown`. */
export const Closed = <Value extends string>(schema: z.ZodType<Value>) =>
  z.transform((value: unknown): Value | 'unknown' => schema.safeParse(value).data ?? 'unknown')

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i
const earliest = Date.UTC(2000, 0, 1)

/** Epoch ms. A time without an offset, and one before 2000, which stands for none, cannot be read. */
export const Stamp = z.transform((value: unknown, context): number | null => {
  if (value === null || value === undefined || value === '') return null
  const at = typeof value === 'string' && rfc3339.test(value) ? readTime(value, 'start') : undefined
  if (typeof at === 'number' && at >= earliest) return at
  context.addIssue('not a time with an offset')
  return z.NEVER
})
export const RequiredStamp = Stamp.refine((at) => at !== null, 'missing').transform((at) => at ?? 0)

/** The smallest units of a currency: a decimal would be another amount. */
export const Minor = z.int().nonnegative()
export const OptionalMinor = Minor.nullish().transform((amount) => amount ?? null)
const currencies = new Set(Intl.supportedValuesOf('currency'))
export const Currency = z.string().refine((code) => currencies.has(code), 'not a currency')

/** The first entries of a list, one by one as `List` reads them; the others are not read at all. */
export const Some = <Schema extends z.ZodType>(entry: Schema, most: number) =>
  z.preprocess((value) => (Array.isArray(value) ? value.slice(0, most) : value), List(entry))

const decimal = /^\d{1,12}(?:\.\d{1,6})?$/
/** A decimal text for goods by weight. */
export const Quantity = z.union([z.number().nonnegative(), z.string().regex(decimal)])
