import { setImmediate as turnOver } from 'node:timers/promises'

/** At some 40 µs each, a few milliseconds. */
const atOnce = 100

/**
 * Works through many items a hundred at a time. Between them whoever waits for the event loop has his turn: a salesperson's
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
