import { AppError } from '../../errors.ts'
import { isKept } from './failures.ts'
import type { OrderBody } from './map.ts'

/** One page, and the cursor of the next. */
interface Page<Row> {
  orders: readonly Row[]
  next: string | null
}

interface Order {
  id: string
  updatedAt: string
}

/** Orders of several pages, with what is known of them together. */
export interface ReadOrders<Body extends OrderBody = OrderBody> {
  orders: Body[]
  leftOut: number
  /** Epoch ms of the company's oldest page. */
  asOf: number
  /** Why they could not be fresher, or are not all. */
  problem: Error | null
}

const mostPages = 10

export const cutOr = (problem: Error | null, isCut: boolean): Error | null =>
  problem ?? (isCut ? new AppError('rows_cut', { source: 'orders' }) : null)

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

/** Of orders that come twice the one that was changed last, at the place of the first. */
function distinct<Row extends Order>(rows: readonly Row[]): Row[] {
  const newest = new Map<string, Row>()
  for (const row of rows) {
    const known = newest.get(row.id)
    if (!known || row.updatedAt > known.updatedAt) newest.set(row.id, row)
  }
  return [...newest.values()]
}

/** All pages, ten at most. `isCut`: there are more, or a page told the cursor of one before it. */
export async function readPages<Row extends Order, Answer extends Page<Row>>(
  ask: (cursor: string | undefined) => Promise<Answer>,
): Promise<{ orders: Row[]; pages: Answer[]; isCut: boolean; problem: Error | null }> {
  const pages: Answer[] = []
  const asked = new Set<string>()
  let cursor: string | undefined
  let problem: Error | null = null
  while (pages.length < mostPages) {
    const page = await ask(cursor).catch((error: Error) => {
      // Without the first page nothing is known.
      if (pages.length === 0 || isKept(error)) throw error
      problem = error instanceof AppError && error.code === 'bad_cursor' ? null : error
      return null
    })
    if (!page) return { orders: distinct(pages.flatMap(({ orders }) => orders)), pages, isCut: true, problem }
    pages.push(page)
    if (page.next === null) break
    if (asked.has(page.next)) break
    asked.add(page.next)
    cursor = page.next
  }
  const isCut = pages.at(-1)?.next !== null
  return { orders: distinct(pages.flatMap(({ orders }) => orders)), pages, isCut, problem }
}
