import type { FastifyBaseLogger } from 'fastify'
import type { z } from 'zod'
import { inTurns } from '../concurrency/in-turns.ts'
import { UpstreamError } from '../errors.ts'
import type { LeftOutRow } from '../store/store.ts'
import { readRows, type BadRow, type Origin } from '../wire/read-wire.ts'

/** What a source may write to the log. */
export type SourceLog = Pick<FastifyBaseLogger, 'info' | 'warn'>

/** Reads of a row that is left out what can be read: it has no required field. */
export type OwnerSchema = z.ZodType<Omit<LeftOutRow, 'field'>>

interface Page extends Origin {
  log: SourceLog
  /** To whom or what a row belongs; left out where no list could tell of it. */
  Owner?: OwnerSchema
  /** Whether a mirror reads it: then a bad row that is alone on its page is left out rather than holding up the mirror. */
  isMirrored?: boolean
}

/** The rows of a page that can be read, and what is known of the others. */
export interface PageRows<Row> {
  rows: Row[]
  leftOut: LeftOutRow[]
}

const unowned = { id: null, subject: null, staffIds: [] }

/** What can be read of a bad row: a part of it that cannot takes nothing else away. */
export function toLeftOut({ field, raw }: BadRow, { source, operation, Owner }: Omit<Page, 'log'>): LeftOutRow {
  const [owned] = Owner ? readRows(Owner, [raw], { origin: { source, operation }, onBad: () => undefined }) : []
  return { ...(owned ?? unowned), field }
}

/** @throws UpstreamError `unreadable` naming the first fault, where not one row of the page can be read */
function judge(count: number, all: readonly unknown[], bad: readonly BadRow[], page: Page): void {
  const { source, operation, log, isMirrored = false } = page
  const [first] = bad
  if (first === undefined) return
  const { detail } = first
  if (count === 0 && !(isMirrored && all.length === 1))
    throw new UpstreamError({ source, operation, reason: 'unreadable', detail })
  log.warn({ source, operation, skipped: bad.length, of: all.length, detail }, 'rows left out')
}

/**
 * Reads the rows of one page: bad ones are left out, counted and logged, the rest is kept.
 * @throws UpstreamError `unreadable` naming the first fault, where not one row of the page can be read
 */
export function readPage<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
  page: Page,
): PageRows<z.output<Schema>> {
  const bad: BadRow[] = []
  const good = readRows(schema, rows, { origin: page, onBad: (row) => bad.push(row) })
  judge(good.length, rows, bad, page)
  return { rows: good, leftOut: bad.map((each) => toLeftOut(each, page)) }
}

/** The same for a large page, read in turns with other requests. */
export async function readPageInTurns<Schema extends z.ZodType>(
  schema: Schema,
  rows: readonly unknown[],
  page: Page,
): Promise<PageRows<z.output<Schema>>> {
  const bad: BadRow[] = []
  const good = await inTurns(rows, (some, from) =>
    readRows(schema, some, { origin: page, onBad: (row) => bad.push(row), from }),
  )
  judge(good.length, rows, bad, page)
  return { rows: good, leftOut: await inTurns(bad, (some) => some.map((each) => toLeftOut(each, page))) }
}
