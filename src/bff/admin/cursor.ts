import type { z } from 'zod'
import { AppError } from '../errors.ts'

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
  } catch {
    return undefined
  }
}

/** Where the next page begins. Not signed, because it grants nothing. */
export const writeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** Null for the first page. @throws bad_cursor */
export function readCursor<Schema extends z.ZodType>(Key: Schema, text: string | undefined): z.output<Schema> | null {
  if (text === undefined) return null
  const parsed = Key.safeParse(decode(text))
  if (!parsed.success) throw new AppError('bad_cursor', { detail: 'query.cursor' })
  return parsed.data
}
