import { z } from 'zod'
import { isFuture } from '../age.ts'

/** How much of a reading is done: of its rows, or of its `parts` (windows, lists) where nobody says how many rows there are. */
const Reach = z.object({ unit: z.enum(['rows', 'parts']), done: z.number(), total: z.number().positive() })
export type Reach = z.infer<typeof Reach>

/** In the checkpoint of a page, beside what the pass keeps there. */
const Marked = z.object({
  reach: Reach.extend({
    /** When this reading began or went on, and how much was done by then. */
    since: z.number(),
    from: z.number(),
    /** When the last page was kept. */
    at: z.number(),
  }),
})

/** What a pass that is under way says of itself. */
export interface Pace {
  reach: Reach
  /** To its end, at the pace since it began or went on; null where that would be a guess. */
  msLeft: number | null
}

/** A pace measured for a shorter time is none. */
const leastMs = 10_000
/** Longer than a slow call and its retries: nothing is promised when no page was kept for so long. */
const stalledMs = 120_000

const parse = (checkpoint: unknown) => Marked.safeParse(checkpoint).data?.reach ?? null

/** Notes in checkpoints how much is done. A page that does not say leaves it as it was. */
export function createReachMark(resumed: unknown, since: number) {
  const before = parse(resumed)
  let last = before
  return (checkpoint: unknown, reach: Reach | undefined, at: number): unknown => {
    const from = before !== null && before.unit === reach?.unit ? before.done : 0
    if (reach) last = { ...reach, since, from, at }
    return last === null ? checkpoint : Object.assign({}, checkpoint, { reach: last })
  }
}

/** Null between two passes, and where a pass cannot say. */
export function paceOf(checkpoint: unknown, now: number): Pace | null {
  const kept = parse(checkpoint)
  if (kept === null) return null
  const { since, from, at, ...reach } = kept
  const took = at - since
  const isStalled = isFuture(at, now) || now - at > stalledMs
  const isMeasured = took >= leastMs && reach.done > from && reach.done < reach.total
  if (isStalled || !isMeasured) return { reach, msLeft: null }
  const left = ((reach.total - reach.done) / (reach.done - from)) * took
  return { reach, msLeft: Math.max(0, left - (now - at)) }
}
