import type { z } from 'zod'

/** Makes rows of what a vendor sends, and reads the bodies of rows that are kept. */
export interface Mapper<ToRow, Body> {
  /**
   * Raise it by one when `toRow` says something new or says something differently: the mirror then reads all its rows from
   * the vendor again. Never lower it.
   */
  readonly version: number
  readonly toRow: ToRow
  /** Of every body that any version kept: a field that was added later has a default, which stands until its row is read again. */
  readonly body: z.ZodType<Body>
}

const parentOf = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : null), body)

/**
 * Reads a kept body. During a deployment, and after one is rolled back, it may be of a newer version: fields that this one
 * does not know are dropped, from `kept` as well.
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
