import type { MirrorContext, MirrorPage } from './pass.ts'

interface Ways<Row> {
  keep: MirrorContext['keep']
  put(rows: Row[], state: Parameters<Parameters<MirrorContext['keep']>[1]>[0]): Promise<void>
}

/** So many pages may wait: others who write must not wait long, and memory is not for pages. */
const most = 4

/**
 * Keeps pages in their order while the next are read. Those that come while others are being written are written together:
 * few large transactions cost a database less than many small ones. After a failure nothing more is kept.
 */
export function createKeeper<Row>({ keep, put }: Ways<Row>) {
  let waiting: { page: MirrorPage; rows: Row[] }[] = []
  let writing: Promise<void> = Promise.resolve()
  let all: Promise<void> = Promise.resolve()

  async function keepWaiting(): Promise<void> {
    const pages = waiting
    const last = pages.at(-1)
    if (!last) return
    waiting = []
    const size = pages.reduce((sum, { page }) => sum + page.rows, 0)
    const rows = pages.flatMap((each) => each.rows)
    writing = keep({ ...last.page, rows: size }, (state) => put(rows, state))
    await writing
  }

  return {
    /** Settles when the next page may come. Rejects as soon as one could not be kept. */
    async add(page: MirrorPage, rows: Row[]): Promise<void> {
      waiting.push({ page, rows })
      all = all.then(keepWaiting)
      // Heard by `end`.
      all.catch(() => undefined)
      if (waiting.length >= most) await writing
    },
    /** Settles when every page is in. */
    end: () => all,
  }
}
