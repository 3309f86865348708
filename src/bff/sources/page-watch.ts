import { createHash } from 'node:crypto'
import { UpstreamError, type Upstream } from '../errors.ts'

interface Watched {
  source: Upstream
  operation: string
  /** The largest number of pages that a reading may have. */
  maxPages: number
}

/**
 * Looks at the ids of each page of one reading.
 * @throws UpstreamError `unreadable` for a vendor whose pages repeat, or have no end
 */
export function createPageWatch({ source, operation, maxPages }: Watched) {
  const seen = new Set<string>()
  return (page: number, ids: readonly string[]): void => {
    const failure = { source, operation, reason: 'unreadable' } as const
    if (page > maxPages) throw new UpstreamError({ ...failure, detail: 'page: no end' })
    if (ids.length === 0) return
    const digest = createHash('sha1').update(ids.join()).digest('base64')
    if (seen.has(digest)) throw new UpstreamError({ ...failure, detail: 'page: the same again' })
    seen.add(digest)
  }
}
