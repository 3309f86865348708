import { UpstreamError } from '../../errors.ts'
import { pageSize, type Page } from './client.ts'

interface Ways<Row> {
  operation: string
  /** Counts from 1. */
  first: number
  fetch(page: number): Promise<Page<Row>>
  idOf(row: Row): string
}

/**
 * Page after page until one that is not full: the vendor tells no total.
 * @throws UpstreamError `unreadable` where it answers one full page again and again, which would never end
 */
export async function* pagesOf<Row>({ operation, first, fetch, idOf }: Ways<Row>) {
  let before = ''
  for (let page = first; ; page += 1) {
    const { size, rows } = await fetch(page)
    const ids = rows.map(idOf).join()
    if (size >= pageSize && ids === before) {
      throw new UpstreamError({ source: 'waiqin', operation, reason: 'unreadable', detail: 'page: the same again' })
    }
    yield { page, size, rows }
    if (size < pageSize) return
    before = ids
  }
}
