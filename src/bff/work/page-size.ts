import type { WorkItem } from '#contract/work'
import { asListed, within } from '../wire/bounds.ts'

/** What an answer may weigh, and what of that is left for everything in it but its rows. */
const mostBytes = 1_000_000
const besideRows = 4_000

/** Of one of the units that a text's `length` counts, in UTF-8. */
const mostBytesOfUnit = 3

/** The first of these rows that fit into one answer, with their texts and lists as a list tells them. Never none of them. */
export function withinBytes<Item extends WorkItem>(items: readonly Item[]): Item[] {
  const rows = items.map((item) => within(item, asListed))
  // Nearly every page is far below the bound, and one look at its length shows that. Only above it is each row weighed.
  if (JSON.stringify(rows).length * mostBytesOfUnit <= mostBytes - besideRows) return rows
  let left = mostBytes - besideRows
  const end = rows.findIndex((row) => {
    // With the comma.
    left -= Buffer.byteLength(JSON.stringify(row)) + 1
    return left < 0
  })
  return end === -1 ? rows : rows.slice(0, Math.max(1, end))
}
