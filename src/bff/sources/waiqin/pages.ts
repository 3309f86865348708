import { createPageWatch } from '../page-watch.ts'
import type { PageRows } from '../read-page.ts'
import { pageSize, type Page } from './client.ts'

/** A page: its part, from 0, and its number in that part, from 1. */
interface Place {
  part: number
  page: number
}

interface Ways<Part, Row> {
  operation: string
  /** Read one after the other. Each has its own pages. */
  parts: readonly Part[]
  from: Place
  signal: AbortSignal
  fetch(part: Part, page: number, signal: AbortSignal): Promise<Page<Row>>
  idOf(row: Row): string
  /** How many rows of a part are believed. */
  limitOf?(part: Part): number
}

/** A page of `size` rows. */
interface PageOf<Part, Row> extends PageRows<Row> {
  part: Part
  at: Place
  size: number
  /** With this page the part has more rows than are believed: it is not read, and ends its part. */
  isPast: boolean
}

/** A page that was requested. */
interface Asked<Part, Row> {
  at: Place
  part: Part
  answer: Promise<Page<Row>>
  hasFailed: boolean
}

const maxPages = 10_000

/**
 * Reads all pages of all parts. The vendor gives no total, so a page that is not full ends its part. To lose little of
 * the vendor's time, the next page is requested before the last one is processed, and the first page of the next part
 * at the same time: two calls, neither of them wasted. A caller who stops early aborts the calls under way.
 * @throws UpstreamError `unreadable` if full pages would never end
 */
export async function* pagesOf<Part, Row>(ways: Ways<Part, Row>): AsyncGenerator<PageOf<Part, Row>> {
  const { operation, parts, from, fetch, idOf, limitOf = () => Infinity } = ways
  const newWatch = () => createPageWatch({ source: 'waiqin', operation, maxPages })
  const left = new AbortController()
  const signal = AbortSignal.any([ways.signal, left.signal])

  function ask(at: Place): Asked<Part, Row> | null {
    const part = parts[at.part]
    if (part === undefined) return null
    const asked = { at, part, answer: fetch(part, at.page, signal), hasFailed: false }
    // A failure is handled where the page is awaited; until then it must not count as unhandled.
    asked.answer.catch(() => (asked.hasFailed = true))
    return asked
  }

  const beginOf = (part: number) => ask({ part, page: 1 })
  /** Requests a page again if it failed before it was needed. */
  const again = (asked: Asked<Part, Row> | null) => (asked?.hasFailed ? ask(asked.at) : asked)

  let watch = newWatch()
  let asked = ask(from)
  let ahead = beginOf(from.part + 1)
  try {
    while (asked !== null) {
      const { at, part } = asked
      const answer = await asked.answer
      const isPast = (at.page - 1) * pageSize + answer.size > limitOf(part)
      const isWhole = answer.size >= pageSize
      const isFull = isWhole && !isPast
      if (isFull) asked = ask({ ...at, page: at.page + 1 })
      else [asked, ahead] = [again(ahead), beginOf(at.part + 2)]
      const { rows, leftOut } = await answer.read()
      // A vendor who repeats itself has no more rows than before.
      if (isWhole) watch(at.page, rows.map(idOf))
      if (!isFull) watch = newWatch()
      const kept = isPast ? { rows: [], leftOut: [] } : { rows, leftOut }
      yield { part, at, size: answer.size, ...kept, isPast }
    }
  } finally {
    left.abort()
  }
}
