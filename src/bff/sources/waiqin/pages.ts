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

/** A page beside where it stood. */
interface PageOf<Part, Row> extends Page<Row> {
  part: Part
  at: Place
}

const maxPages = 10_000

/**
 * Page after page of part after part; the vendor tells no total, so a page that is not full ends its part. While one is
 * being kept, the next is on its way: one call at a time, and none of the vendor's time is lost.
 * @throws UpstreamError `unreadable` where full pages would never end
 */
export async function* pagesOf<Part, Row>(ways: Ways<Part, Row>): AsyncGenerator<PageOf<Part, Row>> {
  const { operation, parts, from, fetch, idOf } = ways
  const newWatch = () => createPageWatch({ source: 'waiqin', operation, maxPages })

  function ask(at: Place): Promise<PageOf<Part, Row>> | null {
    const part = parts[at.part]
    if (part === undefined) return null
    const asked = fetch(part, at.page).then((page) => ({ ...page, part, at }))
    // Heard where it is awaited; until then it is nobody's.
    asked.catch(() => undefined)
    return asked
  }

  let watch = newWatch()
  for (let asked = ask(from); asked !== null;) {
    const page = await asked
    const { part, page: number } = page.at
    const isFull = page.size >= pageSize
    if (isFull) watch(number, page.rows.map(idOf))
    else watch = newWatch()
    asked = ask(isFull ? { part, page: number + 1 } : { part: part + 1, page: 1 })
    yield page
  }
}
