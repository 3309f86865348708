import { z } from 'zod'
import { skewMs } from '../age.ts'
import type { MirrorContext, MirrorPass } from '../mirror/mirror.ts'
import type { Holder, Unseen } from '../store/mirror-stores.ts'

/** `before`: when the complete pass before this one began; `seen`: rows of this pass so far. */
const Sight = z.object({ before: z.number().nullable(), seen: z.int() })

/** How far a pass has come: the checkpoint of each page that it keeps. */
export type Sighted<Place> = z.infer<typeof Sight> & Place

interface SweepPass<Place> {
  /** What else a checkpoint holds: where in the reading a page is. */
  Place: z.ZodType<Place>
  first: Place
  /** Reads and keeps what comes after `from`. Gives the number of rows seen, those before `from` included. */
  read(context: MirrorContext, from: Sighted<Place>): Promise<number>
  sweep(unseen: Unseen, holder: Holder): Promise<unknown>
}

/** A pass that reads everything there is, and removes what two passes did not mention. */
export function createSweepPass<Place extends object>({ Place, first, read, sweep }: SweepPass<Place>): MirrorPass {
  const Checkpoint = z.intersection(Sight, Place)
  return async (context) => {
    const last = Checkpoint.safeParse(context.checkpoint).data ?? { before: null, seen: 0, ...first }
    const { before } = last
    const { startedAt, clock, holder } = context
    const seen = await read(context, context.isResumed ? last : { before, seen: 0, ...first })
    // A pass that saw nothing looks like a lost permission, not like a tenant that has nothing.
    // Where the last pass began later than this one, a clock was ahead: what this pass has just seen would look unseen.
    // Rows that only that clock has seen lie in the future; they go once a pass with a right one has followed another.
    if (before !== null && before <= startedAt && seen > 0)
      await sweep({ before, after: Math.max(startedAt, clock()) + skewMs }, holder)
    return { before: seen > 0 ? startedAt : before, seen: 0, ...first }
  }
}
