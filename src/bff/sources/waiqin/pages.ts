import { createPageWatch } from '../page-watch.ts'
import { pageSize, type Page } from './client.ts'

/** A page of a reading: its part, from 0, and its number there, from 1. */
interface Place {
  part: number
  page: number
}

interface Ways<Part, Row> {
  operation: string
  /** Read one after the other; each has pages of its own. */
  parts: readonly Part[]
  from: Place
  signal: AbortSignal
  fetch(part: Part, page: number, signal: AbortSignal): Promise<Page<Row>>
  idOf(row: Row): string
}

/** The rows of a page of `size` rows that could be read, and which page it was. */
interface PageOf<Part, Row> {
  part: Part
  at: Place
  size: number
  rows: Row[]
}

/** A page on its way. */
interface Asked<Part, Row> {
  at: Place
  part: Part
  answer: Promise<Page<Row>>
  hasFailed: boolean
}

const maxPages = 10_000

/**
 * Page after page of part after part; the vendor gives no total, so a page that is not full ends its part. The next one is
 * asked for before one is read, and the first of the next part beside those of this one: two calls at a time, none in
 * vain, and hardly any of the vendor's time is lost. A caller who stops ends the calls under way.
 * @throws UpstreamError `unreadable` where full pages would never end
 */
export async function* pagesOf<Part, Row>(ways: Ways<Part, Row>): AsyncGenerator<PageOf<Part, Row>> {
  const { operation, parts, from, fetch, idOf } = ways
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
  /** A page that failed before it was waited for is asked for again. */
  const again = (asked: Asked<Part, Row> | null) => (asked?.hasFailed ? ask(asked.at) : asked)

  let watch = newWatch()
  let asked = ask(from)
  let ahead = beginOf(from.part + 1)
  try {
    while (asked !== null) {
      const { at, part } = asked
      const answer = await asked.answer
      const isFull = answer.size >= pageSize
      if (isFull) asked = ask({ ...at, page: at.page + 1 })
      else [asked, ahead] = [again(ahead), beginOf(at.part + 2)]
      const rows = await answer.read()
      if (isFull) watch(at.page, rows.map(idOf))
      else watch = newWatch()
      yield { part, at, size: answer.size, rows }
    }
  } finally {
    left.abort()
  }
}
