import type { WorkItem } from '#contract/work'
import { asListed, within } from '../wire/bounds.ts'

/** What an answer may weigh, and what of that is left for everything in it but its rows. */
const mostBytes = 1_000_000
const besideRows = 4_000

/** The first of these rows that fit into one answer, with their texts and lists as a list tells them. Never none of them. */
export function withinBytes<Item extends WorkItem>(items: readonly Item[]): Item[] {
  const told: Item[] = []
  let left = mostBytes - besideRows
  for (const item of items) {
    const row = within(item, asListed)
    // With the comma.
    left -= Buffer.byteLength(JSON.stringify(row)) + 1
    if (left < 0 && told.length > 0) break
    told.push(row)
  }
  return told
}
