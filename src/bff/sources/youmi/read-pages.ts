import { createHash } from 'node:crypto'
import { inTurns } from '../../concurrency/in-turns.ts'
import { WireMark } from './wire.ts'

/** The vendor's filter by state [docs/vendors/youmi.md#todos]. */
export const usersate = { all: -1, open: 0 } as const

/** Asks for one page; pages count from 1. */
type Ask = (filter: { pageIndex: number; pageSize: number; usersate: number }) => Promise<unknown[]>

/** Rows of one person, as they came. */
export interface Pages {
  rows: unknown[]
  /** There are more than we read. */
  isCut: boolean
  /** Open ones may be among those that we did not read. */
  isOpenCut: boolean
}

export const pageSize = 200
export const maxPages = 25
/** A bound for a vendor that ignores our page size. */
const maxRows = maxPages * pageSize
/** The largest page is undocumented: a page of one of these lengths may be a smaller limit, not the end. */
const likelyLimits = new Set([10, 20, 50, 100])

export const isLast = ({ length }: readonly unknown[]): boolean => length < pageSize && !likelyLimits.has(length)

const markOf = (row: unknown) => WireMark.safeParse(row).data ?? null
/** What the filter by open ones may let through. */
const mayBeOpen = (row: unknown): boolean => (markOf(row)?.sate ?? usersate.open) === usersate.open

/** Done and cancelled: anything else is shown as open. */
const closed = new Set<number | null>([1, 2])

/** Without repetitions: the two readings overlap, and a row that cannot be read has no id to tell it by. */
async function distinct(rows: readonly unknown[]): Promise<unknown[]> {
  const keyed = await inTurns(rows, (some) => some.map((row) => [digestOf(row), row] as const))
  return [...new Map(keyed).values()]
}

/** Its JSON would be as much as the answers themselves. */
const digestOf = (row: unknown): string => createHash('sha1').update(JSON.stringify(row)).digest('base64')

/** Few people have more todos than this; for them nothing more is asked. */
const shortPages = 3

/**
 * Reads one person's todos, at most 25 pages. Of a long history the open ones are asked for before the rest of it, so that
 * it does not hide them. A vendor that does not obey that filter is noticed by its rows.
 */
export async function readPages(ask: Ask): Promise<Pages> {
  let left = maxPages
  const open: unknown[] = []
  const all: unknown[] = []

  /** Gives whether the end was reached. Stops at a page that the filter should not have let through. */
  async function take(rows: unknown[], filter: keyof typeof usersate, [from, to]: [number, number]): Promise<boolean> {
    for (let pageIndex = from; pageIndex <= to && left > 0 && rows.length < maxRows; pageIndex += 1) {
      left -= 1
      const page = await ask({ pageIndex, pageSize, usersate: usersate[filter] })
      const some = page.slice(0, maxRows - rows.length)
      rows.push(...some)
      if (filter === 'open' && !some.every(mayBeOpen)) return false
      if (isLast(page)) return true
    }
    return false
  }

  if (await take(all, 'all', [1, shortPages])) return { rows: all, isCut: false, isOpenCut: false }
  const isOpenRead = await take(open, 'open', [1, maxPages])
  const isCut = !(await take(all, 'all', [shortPages + 1, maxPages]))
  const known = new Set((await inTurns(open, (some) => some.map(markOf))).map((mark) => mark?.id))
  const marks = await inTurns(all, (some) => some.map(markOf))
  const isFiltered = marks.every((mark) => mark === null || closed.has(mark.sate) || known.has(mark.id))
  return { rows: await distinct([...open, ...all]), isCut, isOpenCut: isCut && !(isOpenRead && isFiltered) }
}
