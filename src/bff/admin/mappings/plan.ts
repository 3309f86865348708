import { createTurns } from '../../concurrency/turns.ts'
import type { ChangeCounts, PlannedChange } from '../../store/mapping-store.ts'
import type { StaffLink } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import { cellOf, grouped } from './cells.ts'
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

/** So few rows are looked through anyway. */
const fewRows = 5
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
  return touched > fewRows && touched > existing * typedShare ? touched : null
}

/** Works out what a request would change, and why some of it is not written. */
export async function makePlan(asked: Asked, deps: PlanDeps): Promise<Planned> {
  const { links, columns } = deps
  const { people, isDisabled, byRule } = deps.known
  const turn = createTurns()
  const kept = grouped(links, cellOf)
  const faults = [...asked.faults]
  const refused: Refused[] = []
  const changes: Change[] = []
  let unchanged = 0

  const refuse = ({ line, userid, source }: Pick<Wanted, 'line' | 'userid' | 'source'>, code: ConflictCode) =>
    refused.push({ line, userid, source, code, title: conflictTitles[code] })
  const fault = (line: number, code: FileFaultCode) => faults.push({ line, code, title: faultTitles[code] })

  /** In WeCom's spelling; null for whom nobody knows, but for saying what is kept of them, and taking it away. */
  function known(row: Wanted): Wanted | null {
    const person = people.get(useridKey(row.userid))
    if (person && columns.includes(row.source)) return { ...row, userid: person.userid }
    const before = kept.get(cellOf(row))
    if (before && (row.to === null || row.to === currentOf(before))) return row
    if (row.line === null) refuse(row, 'not_visible')
    else fault(row.line, columns.includes(row.source) ? 'unknown_userid' : 'unknown_source')
    return null
  }

  /** Of the rows about one id of one person the only one. */
  function theOne(rows: readonly Wanted[]): Wanted | null {
    const [first, ...others] = rows
    if (!first) return null
    if (others.some(({ to }) => to !== first.to)) for (const row of rows) refuse(row, 'two_ids')
    else for (const { line } of others) if (line !== null) fault(line, 'repeated')
    return others.every(({ to }) => to === first.to) ? first : null
  }

  function isKept({ userid, source, to }: Wanted, before: readonly StaffLink[]): boolean {
    if (before.length > 0 || to === null) return before.length < 2 && currentOf(before) === to
    // What a rule gives already need not be kept as well.
    return byRule(source, userid) === to
  }

  function decide(row: Wanted): void {
    const before = kept.get(cellOf(row)) ?? []
    if (isKept(row, before)) unchanged += 1
    else if (row.to !== null && people.get(useridKey(row.userid))?.isLeft) refuse(row, 'left')
    else if (row.to !== null && isDisabled(row.source, row.to)) refuse(row, 'disabled')
    else changes.push({ ...row, from: currentOf(before), wasShared: false, before })
  }

  const isWhole = asked.wholeOf.length > 0
  if (isWhole && asked.faults.length > 0) fault(1, 'not_whole')
  const absent = isWhole && asked.faults.length === 0 ? absentFrom(asked, links) : []
  const rows: Wanted[] = []
  for (const each of [...asked.wanted, ...absent]) {
    const row = known(each)
    if (row) rows.push(row)
    await turn()
  }
  for (const some of grouped(rows, cellOf).values()) {
    const row = theOne(some)
    if (row) decide(row)
    await turn()
  }
  const clashes = await findClashes(changes, links)
  for (const [row, code] of clashes.refused) refuse(row, code)
  const written = changes
    .filter((row) => !clashes.refused.has(row))
    .map((row) => ({ ...row, wasShared: clashes.isShared(row) }))
  const counts = countsOf(written, unchanged)
  const concerned = new Set(asked.wanted.map(({ source }) => source))
  const existing = [...kept.values()].filter(([link]) => link && concerned.has(link.source)).length
  return {
    changes: written,
    conflicts: refused.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)),
    faults: faults.toSorted((one, other) => one.line - other.line),
    counts,
    typed: typedOf(counts, existing),
  }
}
