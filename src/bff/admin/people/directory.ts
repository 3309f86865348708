import type { StaffSourceId } from '#contract/admin-id'
import { isYounger, momentOf, type Moment } from '../../age.ts'
import type { Clock } from '../../clock.ts'
import { createSingleFlight } from '../../concurrency/single-flight.ts'
import { createTurns } from '../../concurrency/turns.ts'
import type { MirrorStore } from '../../store/mirror-stores.ts'
import type { KeptVendorPerson, PeopleMarks } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'
import { cellOf, type Cell } from './cells.ts'
import { toMembers, toVendorLists } from './lists.ts'
import { peopleMirror } from './mirrors.ts'
import { createCountRows, type CountRows } from './open-rows.ts'
import { Reading } from './reading.ts'
import { takeSnapshot, type Person, type Snapshot } from './snapshot.ts'
import { sourceOf, type AnySources } from './staff-sources.ts'
import { createSuggest } from './suggest.ts'

export interface DirectoryDeps {
  store: Pick<Store, 'people' | 'links'> & { mirrors: Pick<MirrorStore, 'get'> }
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

/** Gives everybody as they are now, at every instance. `isAnew`: and what rules give, which otherwise may be a minute old. */
export type Directory = (how?: { isAnew: boolean }) => Promise<View>

/** A rule depends on rows that the marks do not cover, and open tasks change all the time. */
const keptMs = 60_000

/** In turns with other requests. */
async function rowsOf({ people, sides }: Snapshot): Promise<Row[]> {
  const turn = createTurns()
  const suggestsIn = createSuggest(people)
  const columns = Array.from(sides, ([source, side]) => ({ source, side, suggests: suggestsIn(side) }))
  const rows: Row[] = []
  for (const person of people) {
    rows.push({ person, cells: columns.map(({ source, side, suggests }) => cellOf(person, source, side, suggests)) })
    const others = turn()
    if (others) await others
  }
  return rows
}

const byTasks = (one: Stray, other: Stray): number =>
  (other.openTasks ?? -1) - (one.openTasks ?? -1) ||
  (one.vendor.source < other.vendor.source ? -1 : one.vendor.source > other.vendor.source ? 1 : 0) ||
  (one.vendor.id < other.vendor.id ? -1 : 1)

async function straysOf({ sides }: Snapshot, countRows: CountRows): Promise<Stray[]> {
  const strays: Stray[] = []
  for (const [source, { byId, isOwned }] of sides) {
    const vendors = [...byId.values()].filter(({ id }) => !isOwned(id))
    const ids = vendors.map(({ id }) => id)
    const rows = vendors.length > 0 ? await countRows(source, ids) : null
    for (const vendor of vendors) strays.push({ vendor, openTasks: rows && (rows.get(vendor.id) ?? 0) })
  }
  return strays.sort(byTasks)
}

/** Read again where its mark has changed. */
function createKept<T>(read: () => Promise<T>): (mark: string) => Promise<T> {
  let kept: { mark: string; value: T } | null = null
  return async (mark) => {
    if (kept?.mark !== mark) kept = { mark, value: await read() }
    return kept.value
  }
}

/** Of these, whose last reading told everybody. */
async function wholeOf({ store, columns }: Pick<DirectoryDeps, 'store' | 'columns'>): Promise<Set<StaffSourceId>> {
  const states = await Promise.all(columns.map((id) => store.mirrors.get(peopleMirror(id))))
  const isWhole = (_: StaffSourceId, index: number) => {
    const reading = Reading.safeParse(states[index]?.checkpoint).data
    return reading?.reason === null && !reading.isCut && (reading.listed ?? 0) > 0
  }
  return new Set(columns.filter(isWhole))
}

/** Put together anew when something of it has changed, and otherwise once a minute: 10,000 people take a moment. */
export function createDirectory({ clock, ...deps }: DirectoryDeps): Directory {
  const once = createSingleFlight()
  const countRows = createCountRows({ ...deps, clock })
  const { people } = deps.store
  const members = createKept(async () => toMembers(await people.members()))
  const isIdUserid = (id: StaffSourceId) => sourceOf(deps.sources, id)?.isIdUserid === true
  const vendor = createKept(async () => toVendorLists(await people.vendor(), isIdUserid))
  let kept: { view: View; mark: string; at: Moment } | null = null

  async function look(marks: PeopleMarks, mark: string): Promise<View> {
    const at = momentOf(clock)
    const lists = {
      members: await members(marks.members),
      vendor: await vendor(marks.vendor),
      whole: await wholeOf(deps),
    }
    const snapshot = await takeSnapshot(lists, deps)
    const view = { snapshot, rows: await rowsOf(snapshot), strays: await straysOf(snapshot, countRows) }
    kept = { view, mark, at }
    return view
  }

  return async ({ isAnew } = { isAnew: false }) => {
    const marks = await people.marks()
    const mark = Object.values(marks).join(';')
    if (isAnew) return look(marks, mark)
    if (kept?.mark === mark && isYounger(kept.at, keptMs, clock)) return kept.view
    return once(mark, () => look(marks, mark))
  }
}
