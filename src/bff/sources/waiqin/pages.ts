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
  fetch(part: Part, page: number): Promise<Page<Row>>
  idOf(row: Row): string
}

/** What could be read of a page of `size` rows, and where that stood. */
interface PageOf<Part, Row> {
  part: Part
  at: Place
  size: number
  rows: Row[]
}

const maxPages = 10_000

/**
 * Page after page of part after part; the vendor tells no total, so a page that is not full ends its part. The next one is
 * asked for before one is looked into, and the first of the next part beside those of this one: two calls at a time, none in
 * vain, and hardly any of the vendor's time is lost.
 * @throws UpstreamError `unreadable` where full pages would never end
 */
export async function* pagesOf<Part, Row>(ways: Ways<Part, Row>): AsyncGenerator<PageOf<Part, Row>> {
  const { operation, parts, from, fetch, idOf } = ways
  const newWatch = () => createPageWatch({ source: 'waiqin', operation, maxPages })

  function ask(at: Place) {
    const part = parts[at.part]
    if (part === undefined) return null
    const asked = fetch(part, at.page).then((answer) => ({ answer, part, at }))
    // Heard where it is awaited; until then it is nobody's.
    asked.catch(() => undefined)
    return asked
  }

  const beginOf = (part: number) => ask({ part, page: 1 })

  let watch = newWatch()
  let asked = ask(from)
  let ahead = beginOf(from.part + 1)
  while (asked !== null) {
    const { answer, part, at } = await asked
    const isFull = answer.size >= pageSize
    if (isFull) asked = ask({ ...at, page: at.page + 1 })
    else [asked, ahead] = [ahead, beginOf(at.part + 2)]
    const rows = await answer.read()
    if (isFull) watch(at.page, rows.map(idOf))
    else watch = newWatch()
    yield { part, at, size: answer.size, rows }
  }
}
