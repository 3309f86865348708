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
 * Page after page until one that is not full: the vendor tells no total.
 * @throws UpstreamError `unreadable` where full pages would never end
 */
export async function* pagesOf<Row>({ operation, first, fetch, idOf }: Ways<Row>) {
  const watch = createPageWatch({ source: 'waiqin', operation, maxPages })
  for (let page = first; ; page += 1) {
    const { size, rows } = await fetch(page)
    if (size >= pageSize) watch(page, rows.map(idOf))
    yield { page, size, rows }
    if (size < pageSize) return
  }
}
