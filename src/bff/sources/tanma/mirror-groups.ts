import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { MirrorPass } from '../../mirror/mirror.ts'
import type { SopGroupStore } from '../../store/mirror-stores.ts'
import { createPageWatch } from '../page-watch.ts'
import type { SourceLog } from '../read-page.ts'
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

/** `before`: when the complete pass before this one began; `seen`: groups of this pass so far. */
const Checkpoint = z.object({ before: z.number().nullable(), page: z.int(), seen: z.int() })

const maxPages = 10_000

/** Totals change between pages, so the latest one counts. The largest page size is undocumented, so a short page is not the end. */
const isLast = (pageNo: number, { size, totalPage }: Page): boolean =>
  size === 0 || (pageNo >= totalPage && size < pageSize)

/** Mirrors all groups of 探马 with their tasks, and removes those that two passes did not mention. */
export function createGroupPass({ client, sopGroups, ...deps }: Deps): MirrorPass {
  return async (context) => {
    const last = Checkpoint.safeParse(context.checkpoint).data ?? { before: null, page: 1, seen: 0 }
    const { before } = last
    let { seen } = context.isResumed ? last : { seen: 0 }
    const watch = createPageWatch({ source: 'tanma', operation: 'getGroupList', maxPages })
    for (let page = context.isResumed ? last.page : 1; ; page += 1) {
      const answer = await client.groups({ pageNo: page }, context.signal)
      const ids = answer.groups.map(({ chatId }) => chatId)
      watch(page, ids)
      seen += answer.size
      const kept = { rows: answer.size, checkpoint: { before, page, seen }, window: `page ${page}` }
      const rows = toRows(answer.groups, deps)
      await context.keep(kept, (state) => sopGroups.put(rows, state))
      if (isLast(page, answer)) break
    }
    // A pass that saw no group looks like a lost permission, not like a tenant without groups.
    if (before !== null && seen > 0) await sopGroups.sweep(before)
    return { before: seen > 0 ? context.startedAt : before, page: 1, seen: 0 }
  }
}
