import { z } from 'zod'
import { skewMs } from '../age.ts'
import { createGrowth, Grown } from '../mirror/growth.ts'
import type { MirrorContext, MirrorPass } from '../mirror/mirror.ts'
import type { Reach } from '../mirror/reach.ts'
import type { Holder, Unseen } from '../store/mirror-stores.ts'

/** `before`: when the complete pass before this one began; `lastSize`: how many rows it saw; `seen`: rows of this pass so far. */
const Sight = z.object({
  before: z.number().nullable(),
  lastSize: z.int().nullable().default(null),
  seen: z.int(),
  grown: Grown,
})

/** How far a pass has come: the checkpoint of each page that it keeps. */
export type Sighted<Place> = z.infer<typeof Sight> & Place

/** Where the vendor tells no total: as if there were as many rows as last time. */
export const reachByLast = ({ lastSize }: Pick<Sighted<unknown>, 'lastSize'>, seen: number): Reach | undefined =>
  lastSize ? { unit: 'rows', done: seen, total: lastSize } : undefined

interface SweepPass<Place> {
  /** What else a checkpoint holds: where in the reading a page is. */
  Place: z.ZodType<Place>
  first: Place
  /**
   * Reads and keeps what comes after `from`. Gives the number of rows seen, those before `from` included. `watch` hears of
   * it before rows are kept; what it throws ends the pass.
   */
  read(context: MirrorContext, from: Sighted<Place>, watch: (seen: number) => void): Promise<number>
  sweep(unseen: Unseen, holder: Holder): Promise<unknown>
}

/** The one window of a pass that reads everything. */
const all = 'all'

/** More rows than are believed. */
class PastBelief extends Error {}

/**
 * A pass that reads everything there is, and removes what two passes did not mention. It ends early, and removes nothing,
 * where there is suddenly far more than before.
 */
export function createSweepPass<Place extends object>({ Place, first, read, sweep }: SweepPass<Place>): MirrorPass {
  const Checkpoint = z.intersection(Sight, Place)
  return async (context) => {
    const { startedAt, clock, holder, isResumed } = context
    const start = { before: null, lastSize: null, grown: [], seen: 0, ...first }
    const last = Checkpoint.safeParse(context.checkpoint).data ?? start
    const { before, lastSize, grown } = last
    const growth = createGrowth(grown, startedAt)
    const limit = growth.limitOf(all, lastSize)
    const watch = (count: number) => {
      if (count > limit) throw new PastBelief()
    }
    let seen = 0
    try {
      seen = await read(context, isResumed ? last : { ...start, before, lastSize, grown }, watch)
    } catch (error) {
      if (!(error instanceof PastBelief)) throw error
      growth.stop(all)
      return { ...start, before, lastSize, grown: growth.all() }
    }
    // A pass that saw nothing looks like a lost permission, not like a tenant that has nothing.
    // Where the last pass began later than this one, a clock was ahead: what this pass has just seen would look unseen.
    // Rows that only that clock has seen lie in the future; they go once a pass with a right one has followed another.
    if (before !== null && before <= startedAt && seen > 0)
      await sweep({ before, after: Math.max(startedAt, clock()) + skewMs }, holder)
    return seen > 0 ? { ...start, before: startedAt, lastSize: seen } : { ...start, before, lastSize }
  }
}
