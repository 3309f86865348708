import { z } from 'zod'
import type { ListQuery } from '#contract/work'
import { AppError } from '../errors.ts'
import type { WorkKey } from './work-order.ts'

/** The last row of the previous page, and the clock of the first page. */
export interface Cursor {
  at: number
  key: WorkKey
}

const latest = Date.parse('9999-01-01T00:00:00Z')

/** PostgreSQL refuses this character in a comparison, and no id has it. */
const isStorable = (id: string): boolean => !id.includes('\0')

const Wire = z.strictObject({
  /** A later time cannot be a Date and would cause a RangeError. */
  at: z.int().min(0).max(latest),
  key: z.tuple([z.literal([0, 1, 2]), z.int().nullable(), z.int().nullable(), z.string().max(200).refine(isStorable)]),
  /** The filter of the list: another filter gives another order. */
  of: z.string(),
})

const filterOf = ({ status, mine, q }: ListQuery): string => `${status}${mine ?? ''}${q === undefined ? '' : ` ${q}`}`

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

export const writeCursor = (cursor: Cursor, query: ListQuery): string =>
  Buffer.from(JSON.stringify({ ...cursor, of: filterOf(query) })).toString('base64url')

/** A cursor is not signed, because it grants nothing: the permission is checked for every page. @throws bad_cursor */
export function readCursor(text: string, query: ListQuery): Cursor {
  const parsed = Wire.safeParse(decode(text))
  if (!parsed.success || parsed.data.of !== filterOf(query))
    throw new AppError('bad_cursor', { detail: 'query.cursor' })
  return parsed.data
}
