import { z } from 'zod'
import { inTurns } from '../../concurrency/in-turns.ts'
import type { Clock } from '../../clock.ts'
import type { MirrorPass } from '../../mirror/mirror.ts'
import type { Reach } from '../../mirror/reach.ts'
import type { SopGroupStore } from '../../store/mirror-stores.ts'
import { createPageWatch } from '../page-watch.ts'
import type { LeftOut } from '../left-out.ts'
import { createSweepPass, reachByLast } from '../sweep-pass.ts'
import { operation, type Page, type TanmaClient } from './client.ts'
import type { groupMapper } from './map.ts'

interface Deps {
  client: TanmaClient
  sopGroups: SopGroupStore
  leftOut: LeftOut
  clock: Clock
  mapper: typeof groupMapper
}

const maxPages = 10_000

/** Totals change between pages, so the latest one counts. The largest page size is undocumented, so a short page is not the end where there is a total. */
const isLast = (pageNo: number, { size, totalPage, pageSize }: Page): boolean =>
  size === 0 || (pageNo >= (totalPage ?? 0) && size < pageSize)

/** The vendor tells how many groups there are, or at least how many pages; null where it does neither. */
function reachOf(page: number, seen: number, { totalCount, totalPage }: Page): Reach | null {
  if (totalCount) return { unit: 'rows', done: seen, total: totalCount }
  return totalPage ? { unit: 'parts', done: page, total: totalPage } : null
}

/** Mirrors all groups of 探马 with their tasks. */
export function createGroupPass({ client, sopGroups, leftOut, clock, mapper }: Deps): MirrorPass {
  return createSweepPass({
    Place: z.object({ page: z.int() }),
    first: { page: 1 },
    async read(context, from, watch) {
      let { seen } = from
      const watchPage = createPageWatch({ source: 'tanma', operation, maxPages })
      for (let { page } = from; ; page += 1) {
        const answer = await client.groups({ pageNo: page }, context.signal)
        const ids = answer.groups.map(({ chatId }) => chatId)
        watchPage(page, ids)
        seen += answer.size
        watch(seen)
        const window = `page ${page}`
        const fetchedAt = clock()
        const rows = await inTurns(answer.groups, (some) => some.map((group) => mapper.toRow(group, fetchedAt)))
        await leftOut.note({ operation, part: window }, answer.leftOut)
        const reach = reachOf(page, seen, answer) ?? reachByLast(from, seen)
        const kept = { rows: answer.size, checkpoint: { ...from, page, seen }, window, reach }
        await context.keep(kept, (state) => sopGroups.put(rows, state))
        if (isLast(page, answer)) return seen
      }
    },
    sweep: (unseen, holder) => sopGroups.sweep(unseen, holder),
  })
}
