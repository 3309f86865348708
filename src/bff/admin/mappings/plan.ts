import { createTurns } from '../../concurrency/turns.ts'
import type { ChangeCounts, PlannedChange, StaffLink } from '../../store/mapping-store.ts'
import { useridKey } from '../../userid.ts'
import { cellOf } from '../../store/mapping-store.ts'
import { grouped } from './cells.ts'
import { findClashes } from './clashes.ts'
import type { Known } from './known.ts'
import type { Asked, ConflictCode, FaultRow, Refused, Wanted } from './wanted.ts'
import { conflictTitles, faultTitles, type FileFaultCode } from './words.ts'

export interface PlanDeps {
  /** Everybody's ids in the systems concerned. */
  links: readonly StaffLink[]
  known: Known
  /** Systems that are configured. */
  columns: readonly Wanted['source'][]
}

export type Change = PlannedChange & Pick<Wanted, 'line'>

export interface Planned {
  changes: readonly Change[]
  conflicts: readonly Refused[]
  faults: readonly FaultRow[]
  counts: ChangeCounts
  /** The number that has to be typed; null for none. */
  typed: number | null
}

/** In a small company one person is more than a tenth: a single row is seen as it is. */
const singleRow = 1
const typedShare = 0.1

/** The latest counts, where a person is there in two spellings. */
const currentOf = (links: readonly StaffLink[]): string | null =>
  links.toSorted((one, other) => other.linkedAt - one.linkedAt)[0]?.sourceId ?? null

/** The rows that a whole file leaves out. */
function absentFrom({ wanted, wholeOf }: Asked, links: readonly StaffLink[]): Wanted[] {
  const named = new Set(wanted.map(cellOf))
  const gone = links.filter((link) => wholeOf.includes(link.source) && !named.has(cellOf(link)))
  return [...grouped(gone, cellOf).values()].flatMap(([link]) =>
    link ? [{ line: null, userid: link.userid, source: link.source, to: null, isShared: false }] : [],
  )
}

export const kindOf = ({ from, to }: Pick<Change, 'from' | 'to'>): keyof Omit<ChangeCounts, 'unchanged'> =>
  to === null ? 'removed' : from === null ? 'added' : 'changed'

const countsOf = (changes: readonly Change[], unchanged: number): ChangeCounts => {
  const counts = { added: 0, changed: 0, unchanged, removed: 0 }
  for (const { from, to } of changes) counts[kindOf({ from, to })] += 1
  return counts
}

/** How many of so many are changed or removed, where that is so much that somebody has to say it. */
function typedOf({ changed, removed }: ChangeCounts, existing: number): number | null {
  const touched = changed + removed
  return touched > singleRow && touched > existing * typedShare ? touched : null
}

/** What is not written, and why. */
function createNotes(faults: readonly FaultRow[]) {
  const notes = { faults: [...faults], refused: [] as Refused[] }
  return {
    ...notes,
    refuse({ line, userid, source, to }: Wanted, code: ConflictCode): void {
      notes.refused.push({ line, userid, source, sourceId: to, code, title: conflictTitles[code] })
    },
    fault(line: number, code: FileFaultCode, row?: Wanted): void {
      const { userid = null, source = null, to: sourceId = null } = row ?? {}
      notes.faults.push({ line, code, title: faultTitles[code], userid, source, sourceId })
    },
  }
}
type Notes = ReturnType<typeof createNotes>

type Kept = ReadonlyMap<string, readonly StaffLink[]>

/** In WeCom's spelling; null for whom nobody knows, but for saying what is kept of them, and taking it away. */
function knownRow(row: Wanted, { known: { people }, columns }: PlanDeps, kept: Kept, notes: Notes): Wanted | null {
  const person = people.get(useridKey(row.userid))
  const isColumn = columns.includes(row.source)
  if (person && isColumn) return { ...row, userid: person.userid }
  const before = kept.get(cellOf(row))
  if (before && (row.to === null || row.to === currentOf(before))) return row
  if (row.line === null) notes.refuse(row, 'not_visible')
  else notes.fault(row.line, isColumn ? 'unknown_userid' : 'unknown_source', row)
  return null
}

/** Of the rows about one id of one person the only one. */
function theOne(rows: readonly Wanted[], notes: Notes): Wanted | null {
  const [first, ...others] = rows
  if (!first) return null
  const isContradicted = others.some(({ to }) => to !== first.to)
  if (isContradicted) for (const row of rows) notes.refuse(row, 'two_ids')
  else for (const row of others) if (row.line !== null) notes.fault(row.line, 'repeated', row)
  return isContradicted ? null : first
}

/** Whether nothing is to be written. What a rule gives already need not be kept as well. */
function isKept({ userid, source, to }: Wanted, before: readonly StaffLink[], { byRule }: Known): boolean {
  if (before.length > 0 || to === null) return before.length < 2 && currentOf(before) === to
  return byRule(source, userid) === to
}

function refusalOf({ userid, source, to }: Wanted, { people, isDisabled }: Known): ConflictCode | null {
  if (to === null) return null
  if (people.get(useridKey(userid))?.isLeft) return 'left'
  return isDisabled(source, to) ? 'disabled' : null
}

/** Of each id of each person one row, where it is understood. */
async function readRows(wanted: readonly Wanted[], deps: PlanDeps, kept: Kept, notes: Notes): Promise<Wanted[]> {
  const turn = createTurns()
  const rows: Wanted[] = []
  for (const each of wanted) {
    const row = knownRow(each, deps, kept, notes)
    if (row) rows.push(row)
    await turn()
  }
  return [...grouped(rows, cellOf).values()].flatMap((some) => theOne(some, notes) ?? [])
}

/** Whom a whole file leaves out; with a fault of any kind in it, nobody knows. */
function leftOut(asked: Asked, links: readonly StaffLink[], notes: Notes): Wanted[] {
  if (asked.wholeOf.length === 0) return []
  if (notes.faults.length === 0) return absentFrom(asked, links)
  notes.fault(1, 'not_whole')
  return []
}

/** Works out what a request would change, and why some of it is not written. */
export async function makePlan(asked: Asked, deps: PlanDeps): Promise<Planned> {
  const { links, known } = deps
  const turn = createTurns()
  const kept = grouped(links, cellOf)
  const concerned = new Set(asked.wanted.map(({ source }) => source))
  const ruled = [...concerned].flatMap(known.ruled).filter((each) => !kept.has(cellOf(each)))
  const notes = createNotes(asked.faults)
  const named = await readRows(asked.wanted, deps, kept, notes)
  const absent = await readRows(leftOut(asked, links, notes), deps, kept, notes)
  const changes: Change[] = []
  let unchanged = 0
  for (const row of [...named, ...absent]) {
    await turn()
    const before = kept.get(cellOf(row)) ?? []
    const code = refusalOf(row, known)
    if (isKept(row, before, known)) unchanged += 1
    else if (code) notes.refuse(row, code)
    else
      changes.push({
        ...row,
        from: currentOf(before) ?? known.byRule(row.source, row.userid),
        wasShared: false,
        before,
      })
  }
  const clashes = await findClashes(changes, [...links, ...ruled])
  for (const [row, code] of clashes.refused) notes.refuse(row, code)
  const written = changes.filter((row) => !clashes.refused.has(row))
  for (const row of written) {
    row.wasShared = clashes.isShared(row)
    await turn()
  }
  const counts = countsOf(written, unchanged)
  const existing = [...kept.values()].filter(([link]) => link && concerned.has(link.source)).length + ruled.length
  return {
    changes: written,
    conflicts: notes.refused.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)),
    faults: notes.faults.toSorted((one, other) => one.line - other.line),
    counts,
    typed: typedOf(counts, existing),
  }
}
