import { createPageWatch } from '../page-watch.ts'
import { pageSize, type Page } from './client.ts'

interface Ways<Row> {
  operation: string
  /** Counts from 1. */
  first: number
  fetch(page: number): Promise<Page<Row>>
  idOf(row: Row): string
}

const maxPages = 10_000

/**
 * Page after page until one that is not full: the vendor tells no total. While one is being kept, the next is on its way.
 * @throws UpstreamError `unreadable` where full pages would never end
 */
export async function* pagesOf<Row>({ operation, first, fetch, idOf }: Ways<Row>) {
  const watch = createPageWatch({ source: 'waiqin', operation, maxPages })
  let asked = fetch(first)
  for (let page = first; ; page += 1) {
    const { size, rows } = await asked
    const isFull = size >= pageSize
    if (isFull) {
      watch(page, rows.map(idOf))
      asked = fetch(page + 1)
      // Heard where it is awaited; until then it is nobody's.
      asked.catch(() => undefined)
    }
    yield { page, size, rows }
    if (!isFull) return
  }
}
