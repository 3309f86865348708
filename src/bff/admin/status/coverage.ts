import type { Coverage, StaffSourceId } from '#contract/admin'
import type { z } from 'zod'
import type { Row, Stray } from '../people/directory.ts'

/** Of the people who may serve customers: how many have an id in this source, and how it came. */
export function coverageOf(source: StaffSourceId, rows: readonly Row[]): z.infer<typeof Coverage> {
  const linked = { rule: 0, import: 0, hand: 0 }
  let [people, missing] = [0, 0]
  for (const { person, cells } of rows) {
    if (!person.hasCustomerRight || person.isLeft) continue
    people += 1
    const held = cells.find((cell) => cell.source === source)?.held
    if (held) linked[held.how] += 1
    else missing += 1
  }
  return { source, people, linked, missing }
}

/** Open rows that are for nobody of ours, of each source whose rows can be counted. */
export function strayOf(strays: readonly Stray[]): { source: StaffSourceId; people: number; rows: number }[] {
  const bySource = new Map<StaffSourceId, { people: number; rows: number }>()
  for (const { vendor, openTasks } of strays) {
    if (openTasks === null) continue
    const sum = bySource.get(vendor.source) ?? { people: 0, rows: 0 }
    bySource.set(vendor.source, { people: sum.people + (openTasks > 0 ? 1 : 0), rows: sum.rows + openTasks })
  }
  return Array.from(bySource, ([source, { people, rows }]) => ({ source, people, rows }))
}
