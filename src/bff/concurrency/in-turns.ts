import { setImmediate as turnOver } from 'node:timers/promises'

/** A few milliseconds of work, at some 40 µs each. */
const atOnce = 100
/** As many characters, or entries of a list, as are as much work as an item. */
const charactersOfOne = 2_000
const entriesOfOne = 4
/** Deeper values hardly count. */
const deepest = 3

/** How many usual items an item is worth. */
function weightOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length / charactersOfOne
  if (typeof value !== 'object' || value === null || depth === deepest) return 0
  if (Array.isArray(value)) {
    const some = value.slice(0, atOnce).reduce((sum: number, entry) => sum + weightOf(entry, depth + 1), 0)
    return value.length / entriesOfOne + some
  }
  return Object.values(value).reduce((sum: number, entry) => sum + weightOf(entry, depth + 1), 0)
}

/** Where the items end that are worked through at once: one of them at least. */
function endOf(items: readonly unknown[], from: number): number {
  let left = atOnce
  let to = from
  while (to < items.length && left >= 1) {
    left -= Math.max(1, weightOf(items[to]))
    if (left < 0 && to > from) break
    to += 1
  }
  return to
}

/**
 * Works through many items, a hundred at a time or fewer where they are large, and lets other work run in between: a user's
 * request, or the page that is being written.
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (some: readonly Item[], from: number) => readonly Result[],
): Promise<Result[]> {
  const results: Result[] = []
  for (let from = 0, to = 0; from < items.length; from = to) {
    to = endOf(items, from)
    for (const result of work(items.slice(from, to), from)) results.push(result)
    await turnOver()
  }
  return results
}
