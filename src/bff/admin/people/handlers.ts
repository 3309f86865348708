import type { StaffSourceId } from '#contract/admin-id'
import type { AdminPerson, PeopleQuery, PersonState, StaffCell } from '#contract/admin-people'
import { z } from 'zod'
import { toChinaIso } from '../../china-time.ts'
import type { MirrorStore } from '../../store/mirror-stores.ts'
import type { Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { AdminHandlers } from '../register.ts'
import { says, type Cell } from './cells.ts'
import type { Directory, Row, View } from './directory.ts'
import { membersMirror } from './mirrors.ts'
import { countsTasks } from './open-rows.ts'

export interface PeopleDeps {
  store: Pick<Store, 'people'> & { mirrors: Pick<MirrorStore, 'get'> }
  directory: Directory
  columns: readonly StaffSourceId[]
}

type State = z.infer<typeof PersonState>
type Query = z.output<typeof PeopleQuery>

const maxSuggestions = 5
const isoOrNull = (at: number | null): string | null => (at === null ? null : toChinaIso(at))

/** After this person: whether they may serve customers, and the key of the userid. */
const Key = z.tuple([z.boolean(), z.string().max(64)])
const keyOf = ({ person }: Row): z.infer<typeof Key> => [person.hasCustomerRight, person.key]
const isAfter = (row: Row, [hasRight, key]: z.infer<typeof Key>): boolean =>
  row.person.hasCustomerRight === hasRight ? row.person.key > key : hasRight

/** Somebody who has left is only that. */
const statesOf = ({ person, cells }: Row, source?: StaffSourceId): State[] =>
  person.isLeft
    ? ['left']
    : cells.filter((cell) => source === undefined || cell.source === source).map(({ state }) => state)

function textOf({ snapshot }: View, { person, cells }: Row): string {
  const ids = cells.flatMap(({ source, held, fits }) => [
    held?.sourceId ?? '',
    (held && snapshot.sides.get(source)?.byId.get(held.sourceId)?.name) ?? '',
    ...fits.map(({ vendor }) => vendor.name ?? ''),
  ])
  return [person.name, person.userid, ...person.departments, ...ids].join('\n').toLowerCase()
}

function countsOf(rows: readonly Row[]) {
  const counts = { all: rows.length, linked: 0, suggested: 0, ambiguous: 0, missing: 0, disabled: 0, left: 0 }
  for (const row of rows) for (const state of new Set(statesOf(row))) counts[state] += 1
  return counts
}

function matching(view: View, { source, state, q }: Query): readonly Row[] {
  const text = q?.toLowerCase()
  return view.rows.filter(
    (row) =>
      (state === undefined || statesOf(row, source).includes(state)) &&
      (text === undefined || textOf(view, row).includes(text)),
  )
}

interface Known {
  view: View
  /** Open tasks of suggested people. */
  tasks: ReadonlyMap<string, number>
}

function toCell({ view: { snapshot }, tasks }: Known, cell: Cell, { person }: Row): z.input<typeof StaffCell> {
  const { source, state, held, fits } = cell
  const side = snapshot.sides.get(source)
  const by = held?.by ? (snapshot.byKey.get(useridKey(held.by))?.name ?? held.by) : null
  return {
    source,
    state,
    sourceId: held?.sourceId ?? null,
    how: held?.how ?? null,
    since: isoOrNull(held?.since ?? null),
    byName: by,
    says: side ? says(cell, person, snapshot, side) : null,
    name: (held && side?.byId.get(held.sourceId)?.name) ?? null,
    suggestions: fits.slice(0, maxSuggestions).map(({ vendor, reasons }) => ({
      sourceId: vendor.id,
      name: vendor.name,
      department: vendor.department,
      reasons,
      openTasks: countsTasks(source) ? (tasks.get(vendor.id) ?? 0) : null,
    })),
  }
}

function toPerson(known: Known, row: Row): AdminPerson {
  const { userid, name, departments, hasCustomerRight, isLeft } = row.person
  const cells = row.cells.map((cell) => toCell(known, cell, row))
  return { userid, name, departments, hasCustomerRight, isLeft, cells }
}

/** Who works here, and who they are in each system. */
export function createPeopleHandlers({
  store,
  directory,
  columns,
}: PeopleDeps): Pick<AdminHandlers, 'GET /api/admin/people'> {
  async function tasksOf(rows: readonly Row[]): Promise<Map<string, number>> {
    const cells = rows.flatMap((row) => row.cells).filter(({ source }) => countsTasks(source))
    return store.people.openTasks(
      cells.flatMap(({ fits }) => fits.slice(0, maxSuggestions).map(({ vendor }) => vendor.id)),
    )
  }

  return {
    'GET /api/admin/people': async ({ query }) => {
      const after = readCursor(Key, query.cursor)
      const view = await directory()
      const rows = matching(view, query).filter((row) => after === null || isAfter(row, after))
      const page = rows.slice(0, query.limit)
      const last = rows.length > page.length ? page.at(-1) : undefined
      const known = { view, tasks: await tasksOf(page) }
      return {
        items: page.map((row) => toPerson(known, row)),
        next: last ? writeCursor(keyOf(last)) : null,
        counts: countsOf(view.rows),
        sources: [...columns],
        readAt: isoOrNull((await store.mirrors.get(membersMirror)).completedAt),
      }
    },
  }
}
