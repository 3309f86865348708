import type { Clock } from '../../../clock.ts'
import type { PageRows, SourceLog } from '../../read-page.ts'
import type { Inbox, Page, YunzhongClient } from '../client.ts'
import type { LeftOutRow } from '../../../store/store.ts'
import type { Jar } from '../jar.ts'
import type { WireMessage, WireNotice } from '../wire.ts'

/** 20 rows each. Users with more unread notices see the newest of them here and the rest at the vendor. */
const maxPages = 10
/** The message centre lists nothing older. */
const centreMs = 365 * 86_400_000

/** All that one inbox holds, as far as it was read. */
export interface InboxRows extends PageRows<WireNotice> {
  total: number
}

/** Reads no further than `pages`, unless the vendor does not count and the rows have to be. */
async function readAll<Row>(ask: (page: number) => Promise<Page<Row>>, pages: number) {
  const rows: Row[] = []
  const leftOut: LeftOutRow[] = []
  for (let page = 1; ; page += 1) {
    const answer = await ask(page)
    for (const row of answer.rows) rows.push(row)
    for (const row of answer.leftOut) leftOut.push(row)
    const { total, isLast } = answer
    const isEnough = page >= (total === null ? maxPages : pages)
    if (isLast || isEnough) return { rows, leftOut, total: total ?? rows.length + leftOut.length, isWhole: isLast }
  }
}

/** Whether a row of the message centre is about this notice: the ids of the two are unrelated. */
const isSame = ({ body, created_at: at }: WireNotice, message: WireMessage): boolean =>
  (message.plugin ?? '').startsWith('project-manager') &&
  at !== null &&
  message.created_at === at &&
  message.message_body?.head === body?.head &&
  message.message_body?.title === body?.title

/** Reads the inboxes of a session, and finds the rows of the message centre that can be marked. */
export function createInboxReader({ client, clock, log }: { client: YunzhongClient; clock: Clock; log: SourceLog }) {
  return {
    async read(jar: Jar, which: Inbox, isCounted: boolean, signal: AbortSignal): Promise<InboxRows> {
      const pages = isCounted ? 1 : maxPages
      const { rows, leftOut, total, isWhole } = await readAll((page) => client.notices(jar, which, page, signal), pages)
      if (!isWhole && !isCounted)
        log.warn({ source: 'yunzhong', operation: `notice/${which}`, total }, 'more notices than we read')
      // Rows may move to another page while pages are read.
      return { rows: [...new Map(rows.map((row) => [row.id, row])).values()], leftOut, total }
    },

    /** The centre's id of a notice: of several that look alike, the one that shares its id. */
    async messageOf(jar: Jar, notice: WireNotice, signal: AbortSignal): Promise<string | null> {
      const { rows } = await readAll((page) => client.messages(jar, page, signal), maxPages)
      const alike = rows.filter((message) => isSame(notice, message))
      return (alike.find(({ id }) => id === notice.id) ?? alike[0])?.id ?? null
    },

    isInCentre: (createdAt: number | null): boolean => createdAt !== null && createdAt > clock() - centreMs,
  }
}
