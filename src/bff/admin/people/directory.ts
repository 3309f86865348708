import type { StaffSourceId } from '#contract/admin'
import { isYounger, momentOf, type Moment } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import { createSingleFlight } from '../../concurrency/single-flight.ts'
import type { KeptVendorPerson } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'
import { cellOf, type Cell } from './cells.ts'
import { takeSnapshot, type Person, type Snapshot } from './snapshot.ts'
import type { AnySources } from './staff-sources.ts'
import { createSuggest } from './suggest.ts'

export interface DirectoryDeps {
  store: Pick<Store, 'people'>
  sources: AnySources
  columns: readonly StaffSourceId[]
  clock: Clock
}

/** Somebody with a cell for every column. */
export interface Row {
  person: Person
  cells: readonly Cell[]
}

/** Somebody at a vendor whom nobody of ours is. */
export interface Stray {
  vendor: KeptVendorPerson
  /** Null where rows of this source cannot be counted. */
  openTasks: number | null
}

export interface View {
  snapshot: Snapshot
  rows: readonly Row[]
  /** Most open tasks first. */
  strays: readonly Stray[]
}

/** Gives everybody as they are now, at every instance. */
export type Directory = () => Promise<View>

/** A rule depends on rows that the marks do not cover, and open tasks change all the time. */
const keptMs = 60_000

export function rowsOf(snapshot: Snapshot): Row[] {
  const suggests = new Map(
    [...snapshot.sides].map(([source, side]) => [source, createSuggest(snapshot.people, side)] as const),
  )
  return snapshot.people.map((person) => ({
    person,
    cells: [...snapshot.sides].map(([source, side]) =>
      cellOf(person, source, side, (each) => suggests.get(source)?.(each) ?? { fits: [], isAmbiguous: false }),
    ),
  }))
}

const byTasks = (one: Stray, other: Stray): number =>
  (other.openTasks ?? -1) - (one.openTasks ?? -1) ||
  (one.vendor.source < other.vendor.source ? -1 : one.vendor.source > other.vendor.source ? 1 : 0) ||
  (one.vendor.id < other.vendor.id ? -1 : 1)

/** Only 勤策's tasks are mirrored for each person. */
export const countsTasks = (source: StaffSourceId): boolean => source === 'waiqin'

async function straysOf({ sides }: Snapshot, store: DirectoryDeps['store']): Promise<Stray[]> {
  const vendors = [...sides.values()].flatMap(({ byId, owners }) =>
    [...byId.values()].filter(({ id }) => !owners.has(id)),
  )
  const counted = vendors.filter(({ source }) => countsTasks(source)).map(({ id }) => id)
  const tasks = await store.people.openTasks(counted)
  return vendors
    .map((vendor) => ({ vendor, openTasks: countsTasks(vendor.source) ? (tasks.get(vendor.id) ?? 0) : null }))
    .sort(byTasks)
}

/** Put together anew when something of it has changed, and otherwise once a minute: 10,000 people take a moment. */
export function createDirectory({ clock, ...deps }: DirectoryDeps): Directory {
  const once = createSingleFlight()
  let kept: { view: View; marks: string; at: Moment } | null = null

  async function look(marks: string): Promise<View> {
    const at = momentOf(clock)
    const snapshot = await takeSnapshot(deps)
    const view = { snapshot, rows: rowsOf(snapshot), strays: await straysOf(snapshot, deps.store) }
    kept = { view, marks, at }
    return view
  }

  return async () => {
    const marks = await deps.store.people.marks()
    if (kept?.marks === marks && isYounger(kept.at, keptMs, clock)) return kept.view
    return once(marks, () => look(marks))
  }
}
