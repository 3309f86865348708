import { z } from 'zod'

/** In the checkpoint of a pass: windows that were not read on, since they had grown past belief, and since when. */
export const Grown = z.array(z.object({ window: z.string(), since: z.number() })).default([])
export type Grown = z.infer<typeof Grown>

const Kept = z.object({ grown: Grown })

/** Whether the rows of a mirror are only a part of what the vendor has, by the checkpoint of any pass. */
export const isGrown = (checkpoint: unknown): boolean => (Kept.safeParse(checkpoint).data?.grown.length ?? 0) > 0

const mostTimes = 20
/** A smaller window counts as one of this size. */
const leastSize = 50
const believedAfterMs = 3_600_000

/**
 * A reading that tells more than twenty times as many rows as the one before is not read on: it may have no end. If a
 * reading an hour later tells as many, they are believed.
 */
export function createGrowth(kept: Grown, startedAt: number) {
  let grown = kept.filter(({ since }) => since <= startedAt)
  const isBelieved = (window: string): boolean =>
    grown.some((each) => each.window === window && startedAt - each.since >= believedAfterMs)

  return {
    /** How many rows of a window may be kept. `lastSize`: how many it had; null where it was never read to its end. */
    limitOf: (window: string, lastSize: number | null): number =>
      lastSize === null || isBelieved(window) ? Infinity : mostTimes * Math.max(lastSize, leastSize),
    /** It was not read on. */
    stop(window: string): void {
      if (!grown.some((each) => each.window === window)) grown = [...grown, { window, since: startedAt }]
    },
    /** It was read to its end. */
    settle(window: string): void {
      grown = grown.filter((each) => each.window !== window)
    },
    all: (): Grown => grown,
  }
}

export type Growth = ReturnType<typeof createGrowth>
