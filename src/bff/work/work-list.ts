import type { FastifyBaseLogger } from 'fastify'
import type { SourceId } from '#contract/source'
import type { ListQuery, WorkItem, WorkList } from '#contract/work'
import { isRecent, knownTime } from '../age.ts'
import { toChinaIso } from '../china-time.ts'
import type { Clock } from '../clock.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { AppError, toProblem } from '../errors.ts'
import type { Caller } from '../http/route.ts'
import { logFailure } from '../logging/log-failure.ts'
import { hasText } from '../sources/has-text.ts'
import type { SourceAnswer } from '../sources/source.ts'
import { tally } from '../sources/tally.ts'
import { withinBytes } from './page-size.ts'
import { compareWork, keyOf, type Order, type WorkKey } from './work-order.ts'
import type { Standing } from '../sources/standing.ts'

/** The caller, and the query of the list. */
export interface ListCaller extends Caller {
  query: ListQuery
}

/** Where a page begins. */
export interface Start {
  order: Order
  /** The last row of the page before. */
  after: WorkKey | null
}

interface Page {
  query: ListQuery
  /** Where the caller has read the cursor already, because his source reads one page alone. */
  start?: Start
  clock: Clock
  requestId: string
  /** The call's own log: its entries have the request id that the page shows beside the problem. */
  log: Pick<FastifyBaseLogger, 'warn' | 'error'>
  /** For news, which are listed latest first, whatever the status filter. */
  isNewestFirst?: boolean
}

function emptyList<Item>(source: SourceId, state: WorkList<Item>['state']): WorkList<Item> {
  return { source, state, asOf: null, items: [], total: null, counts: tally([]), next: null }
}

export const unconfiguredList = <Item>(source: SourceId): WorkList<Item> => emptyList<Item>(source, 'unconfigured')

/** Turns a failed reading into `disconnected` if the user has no session at the source, or one that has ended. */
export const orDisconnected =
  <Item>(source: SourceId) =>
  (error: unknown): WorkList<Item> => {
    if (error instanceof AppError && error.code === 'not_connected') return emptyList<Item>(source, 'disconnected')
    throw error
  }

/** For an unknown id in the source: the salesperson's own, or the contact's. */
export const unlinkedList = <Item>(source: SourceId, needs: 'staff-link' | 'contact-link'): WorkList<Item> => ({
  ...emptyList<Item>(source, 'unlinked'),
  needs,
})

/** The rows that are looked for, of a source that answers all of its rows. `more`: what of a row is searched besides title and text. */
export function lookedFor<Item extends WorkItem>(
  reading: SourceAnswer<Item>,
  { q }: Pick<ListQuery, 'q'>,
  more: (item: Item) => readonly (string | null | undefined)[] = () => [],
): SourceAnswer<Item> {
  if (q === undefined) return reading
  return { ...reading, items: reading.items.filter((item) => hasText(q, [item.title, item.detail, ...more(item)])) }
}

type Aged = Pick<SourceAnswer<unknown>, 'asOf' | 'lateMs' | 'problem' | 'leftOut'>

/** How old the rows are, as far as a right clock can tell, and why they are not fresh and whole; null where they are. */
export function ageOf(source: SourceId, { asOf, lateMs, problem, leftOut = 0 }: Aged, now: number) {
  const known = knownTime(asOf, now)
  const isLate = known === null || !isRecent(known, lateMs, now)
  const lacks = isLate ? new AppError('mirror_late', { source }) : null
  return { asOf: known, problem: problem ?? lacks ?? (leftOut > 0 ? new AppError('rows_left_out', { source }) : null) }
}

/**
 * Later pages use the first one's clock: otherwise a row that becomes overdue meanwhile would be on none or both of them.
 * @throws bad_cursor
 */
export function startOf({
  query,
  clock,
  isNewestFirst = false,
}: Pick<Page, 'query' | 'clock' | 'isNewestFirst'>): Start {
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor, query)
  const order = {
    at: cursor?.at ?? clock(),
    isNewestFirst: isNewestFirst || query.status === 'done' || query.status === 'cancelled',
  }
  return { order, after: cursor?.key ?? null }
}

/** Rows in order, of which one page is told. */
interface Cutting<Row> {
  rows: readonly { item: Row; key: WorkKey }[]
  hasMore: boolean
  /** Of the page after the row with this key. */
  cursorAfter(key: WorkKey): string
  /** The list without its rows. */
  list: WorkList<never>
}

/** @throws bad_cursor */
function toPage<Row extends Standing>(
  source: SourceId,
  reading: SourceAnswer<Row>,
  { query, clock, requestId, log, isNewestFirst = false, start }: Page,
): Cutting<Row> {
  const { items, counts, others = 0, leftOut = 0 } = reading
  const { asOf, problem } = ageOf(source, reading, clock())
  if (problem) logFailure(log, problem)
  const { order, after } = start ?? startOf({ query, clock, isNewestFirst })
  const keyed = items.map((item) => ({ item, key: keyOf(item, order) }))
  keyed.sort((one, other) => compareWork(one.key, other.key, order))
  const rest = after ? keyed.filter(({ key }) => compareWork(key, after, order) > 0) : keyed
  const rows = rest.slice(0, query.limit)
  const cursorAfter = (key: WorkKey) => writeCursor({ at: order.at, key }, query)
  const list: WorkList<never> = {
    source,
    state: problem ? 'stale' : 'fresh',
    asOf: asOf === null ? null : toChinaIso(asOf),
    items: [],
    total: reading.total === undefined ? items.length : reading.total,
    counts,
    next: null,
    ...(others > 0 ? { others } : {}),
    ...(leftOut > 0 ? { leftOut } : {}),
    ...(problem ? { problem: toProblem(problem, requestId) } : {}),
  }
  return { rows, hasMore: rest.length > rows.length, cursorAfter, list }
}

/** The page with these items, which are some of its rows in their order. It ends earlier where its bytes are too many. */
function withItems<Row extends Standing, Item extends WorkItem>(
  { rows, hasMore, cursorAfter, list }: Cutting<Row>,
  all: readonly Item[],
): WorkList<Item> {
  const items = withinBytes(all)
  const last = items.length < all.length ? rows.find(({ item }) => item.id === items.at(-1)?.id) : rows.at(-1)
  const isEnd = items.length === all.length && !hasMore
  return { ...list, items, next: isEnd || !last ? null : cursorAfter(last.key) }
}

/**
 * One page of a source's rows, in the agenda's order, with their age and the reason if they could not be fresher.
 * @throws bad_cursor
 */
export function toWorkList<Item extends WorkItem>(
  source: SourceId,
  reading: SourceAnswer<Item>,
  asked: Page,
): WorkList<Item> {
  const page = toPage(source, reading, asked)
  return withItems(
    page,
    page.rows.map(({ item }) => item),
  )
}

/** The same of rows whose items are read of one page only. Rows without an item are left out. @throws bad_cursor */
export async function toWorkListOf<Row extends Standing, Item extends WorkItem>(
  source: SourceId,
  reading: SourceAnswer<Row>,
  { itemsOf, ...asked }: Page & { itemsOf(rows: readonly Row[]): Promise<readonly Item[]> },
): Promise<WorkList<Item>> {
  const page = toPage(source, reading, asked)
  return withItems(page, await itemsOf(page.rows.map(({ item }) => item)))
}
