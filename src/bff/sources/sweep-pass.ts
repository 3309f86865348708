import { z } from 'zod'
import type { MirrorContext, MirrorPass } from '../mirror/mirror.ts'

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
  sweep(unseenSince: number): Promise<unknown>
}

/** A pass that reads everything there is, and removes what two passes did not mention. */
export function createSweepPass<Place extends object>({ Place, first, read, sweep }: SweepPass<Place>): MirrorPass {
  const Checkpoint = z.intersection(Sight, Place)
  return async (context) => {
    const last = Checkpoint.safeParse(context.checkpoint).data ?? { before: null, seen: 0, ...first }
    const { before } = last
    const seen = await read(context, context.isResumed ? last : { before, seen: 0, ...first })
    // A pass that saw nothing looks like a lost permission, not like a tenant that has nothing.
    if (before !== null && seen > 0) await sweep(before)
    return { before: seen > 0 ? context.startedAt : before, seen: 0, ...first }
  }
}
