import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { MirrorPass } from '../../mirror/mirror.ts'
import type { SopGroupStore } from '../../store/mirror-stores.ts'
import { createPageWatch } from '../page-watch.ts'
import type { SourceLog } from '../read-page.ts'
import { createSweepPass } from '../sweep-pass.ts'
import { pageSize, type Page, type TanmaClient } from './client.ts'
import type { groupMapper } from './map.ts'
import { toRows } from './to-rows.ts'

interface Deps {
  client: TanmaClient
  sopGroups: SopGroupStore
  clock: Clock
  log: SourceLog
  mapper: typeof groupMapper
}

const maxPages = 10_000

/** Totals change between pages, so the latest one counts. The largest page size is undocumented, so a short page is not the end. */
const isLast = (pageNo: number, { size, totalPage }: Page): boolean =>
  size === 0 || (pageNo >= totalPage && size < pageSize)

/** Mirrors all groups of 探马 with their tasks. */
export function createGroupPass({ client, sopGroups, ...deps }: Deps): MirrorPass {
  return createSweepPass({
    Place: z.object({ page: z.int() }),
    first: { page: 1 },
    async read(context, from) {
      let { seen } = from
      const watch = createPageWatch({ source: 'tanma', operation: 'getGroupList', maxPages })
      for (let { page } = from; ; page += 1) {
        const answer = await client.groups({ pageNo: page }, context.signal)
        const ids = answer.groups.map(({ chatId }) => chatId)
        watch(page, ids)
        seen += answer.size
        const kept = { rows: answer.size, checkpoint: { ...from, page, seen }, window: `page ${page}` }
        const rows = toRows(answer.groups, deps)
        await context.keep(kept, (state) => sopGroups.put(rows, state))
        if (isLast(page, answer)) return seen
      }
    },
    sweep: (unseen, holder) => sopGroups.sweep(unseen, holder),
  })
}
