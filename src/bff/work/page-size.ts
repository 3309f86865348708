import type { WorkItem } from '#contract/work'
import { asListed, within } from '../wire/bounds.ts'

/** What an answer may weigh, and what of that is left for everything in it but its rows. */
const mostBytes = 1_000_000
const besideRows = 4_000

/** In UTF-8, a character of a text is three bytes at most. */
const mostBytesOfOne = 3

/** The first of these rows that fit into one answer, with their texts and lists as a list tells them. Never none of them. */
export function withinBytes<Item extends WorkItem>(items: readonly Item[]): Item[] {
  const rows = items.map((item) => within(item, asListed))
  // As nearly always: then nobody has to count.
  if (JSON.stringify(rows).length * mostBytesOfOne <= mostBytes - besideRows) return rows
  let left = mostBytes - besideRows
  const end = rows.findIndex((row) => {
    // With the comma.
    left -= Buffer.byteLength(JSON.stringify(row)) + 1
    return left < 0
  })
  return end === -1 ? rows : rows.slice(0, Math.max(1, end))
}
