import type { StaffSourceId } from '#contract/admin-id'
import type { Coverage } from '#contract/admin-status'
import type { z } from 'zod'
import type { Row, Stray } from '../people/directory.ts'

/** Of the people who may serve customers, how many have an id in this source; and who is missing, as the list shows them. */
export function coverageOf(source: StaffSourceId, rows: readonly Row[]): z.infer<typeof Coverage> {
  const linked = { rule: 0, import: 0, hand: 0 }
  let [people, missing] = [0, 0]
  for (const { person, cells } of rows) {
    if (person.isLeft) continue
    const cell = cells.find((each) => each.source === source)
    if (cell?.state === 'missing') missing += 1
    if (!person.hasCustomerRight) continue
    people += 1
    if (cell?.held) linked[cell.held.how] += 1
  }
  return { source, people, linked, missing }
}

/** The vendors' people whom nobody is, and their open rows, of each source. */
export function strayOf(strays: readonly Stray[]): { source: StaffSourceId; people: number; rows: number | null }[] {
  const bySource = new Map<StaffSourceId, { people: number; rows: number | null }>()
  for (const { vendor, openTasks } of strays) {
    const { people, rows } = bySource.get(vendor.source) ?? { people: 0, rows: null }
    const counted = openTasks === null ? rows : (rows ?? 0) + openTasks
    bySource.set(vendor.source, { people: people + 1, rows: counted })
  }
  return Array.from(bySource, ([source, { people, rows }]) => ({ source, people, rows }))
}
