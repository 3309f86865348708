import type { z } from 'zod'

/** Makes rows from what a vendor sends, and reads the bodies of rows from the database. */
export interface Mapper<ToRow, Body> {
  /**
   * Raise it by one whenever `toRow` makes another row from the same answer: the mirror then reads everything from the
   * vendor again. Never lower it.
   */
  readonly version: number
  readonly toRow: ToRow
  /** Parses the body of any earlier version: a field added later has a default, used until the row is read again. */
  readonly body: z.ZodType<Body>
}

const parentOf = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : null), body)

/**
 * Parses a body from the database. During a deployment, or after it was rolled back, a newer version may have written it:
 * fields that this version does not know are dropped, also from `kept` itself.
 */
export function readKept<Body>(schema: z.ZodType<Body>, kept: unknown): Body {
  const parsed = schema.safeParse(kept)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    if (issue.code !== 'unrecognized_keys') continue
    const parent = parentOf(kept, issue.path)
    if (typeof parent === 'object' && parent !== null) for (const key of issue.keys) Reflect.deleteProperty(parent, key)
  }
  return schema.parse(kept)
}
