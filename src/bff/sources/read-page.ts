import type { FastifyBaseLogger } from 'fastify'
import type { z } from 'zod'
import { UpstreamError, type Upstream } from '../errors.ts'
import { inTurns } from '../concurrency/in-turns.ts'
import { readRows } from '../upstream/read-wire.ts'

/** What a source may write to the log. */
export type SourceLog = Pick<FastifyBaseLogger, 'info' | 'warn'>

interface Page {
  source: Upstream
  operation: string
  log: SourceLog
  /** Whether a mirror reads it: then a bad row that is alone on its page is left out rather than holding up the mirror. */
  isMirrored?: boolean
}

/** @throws UpstreamError `unreadable` naming the first fault, where not one row of the page can be read */
function judge<Row>(good: Row[], rows: readonly unknown[], faults: readonly string[], page: Page): Row[] {
  const { source, operation, log, isMirrored = false } = page
  const [first] = faults
  if (first === undefined) return good
  if (good.length === 0 && !(isMirrored && rows.length === 1))
    throw new UpstreamError({ source, operation, reason: 'unreadable', detail: first })
  log.warn({ source, operation, skipped: faults.length, of: rows.length, detail: first }, 'rows left out')
  return good
}

/**
 * Reads the rows of one page: bad ones are left out, counted and logged, the rest is kept.
 * @throws UpstreamError `unreadable` naming the first fault, where not one row of the page can be read
 */
export function readPage<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
  page: Page,
): z.output<Schema>[] {
  const faults: string[] = []
  const good = readRows(schema, rows, (detail) => faults.push(detail))
  return judge(good, rows, faults, page)
}

/** The same for a large page, read in turns with other requests. */
export async function readPageInTurns<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
  page: Page,
): Promise<z.output<Schema>[]> {
  const faults: string[] = []
  const good = await inTurns(rows, (some, from) => readRows(schema, some, (detail) => faults.push(detail), from))
  return judge(good, rows, faults, page)
}
