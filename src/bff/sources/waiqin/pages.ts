import { createPageWatch } from '../page-watch.ts'
import { pageSize, type Page } from './client.ts'

/** Which part of a reading, from 0, and which of its pages, from 1. */
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

/** What could be read of a page of `size` rows, and where that stood. */
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
 * Page after page of part after part; the vendor tells no total, so a page that is not full ends its part. The next one is
 * asked for before one is looked into, and the first of the next part beside those of this one: two calls at a time, none in
 * vain, and hardly any of the vendor's time is lost. Who stops listening ends what is on its way.
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
    // Heard where it is awaited; until then it is nobody's.
    asked.answer.catch(() => (asked.hasFailed = true))
    return asked
  }

  const beginOf = (part: number) => ask({ part, page: 1 })
  /** What failed while nobody waited for it may have been long ago. */
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
