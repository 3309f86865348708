import { setImmediate as turnOver } from 'node:timers/promises'

/** A few milliseconds of work, at some 40 µs each. */
const atOnce = 100

/**
 * Works through many items a hundred at a time, and lets other work run in between: a user's
 * request, or the page that is being written.
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (some: readonly Item[], from: number) => readonly Result[],
): Promise<Result[]> {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += atOnce) {
    results.push(...work(items.slice(from, from + atOnce), from))
    await turnOver()
  }
  return results
}
