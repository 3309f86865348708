import type { StaffIdRow } from '../store/store.ts'
import { useridKey } from '../userid.ts'
import { isStaff, type LineFault, type LinkLine, type StaffLine } from './link-line.ts'

/** What to do about a staff id of two people. */
const correct = 'correct it, or write shared in the column note'

const idOf = ({ source, sourceId }: Pick<StaffIdRow, 'source' | 'sourceId'>): string => `${source} ${sourceId}`
const hasId = (line: LinkLine): line is StaffLine => isStaff(line) && line.row.sourceId !== null
const personOf = ({ source, wecomId }: Pick<StaffIdRow, 'source' | 'wecomId'>): string =>
  `${source} ${useridKey(wecomId)}`

/**
 * Two people with one staff id would read each other's work. Every line of such an id has to say that it is meant.
 */
export function sharedFaults(lines: readonly LinkLine[]): LineFault[] {
  const byId = new Map<string, StaffLine[]>()
  for (const line of lines.filter(hasId)) byId.set(idOf(line.row), [...(byId.get(idOf(line.row)) ?? []), line])
  return [...byId.values()]
    .filter((sharing) => sharing.length > 1)
    .flatMap((sharing) => sharing.map((line) => ({ ...line, others: sharing.filter((one) => one !== line) })))
    .filter(({ isShared }) => !isShared)
    .map(({ line, others }) => ({
      line,
      code: 'shared',
      says: `source_id is also on line ${others[0]?.line ?? line}, not marked shared: ${correct} of each such line`,
    }))
}

/** The same, against what was imported before. Whom the file gives another id gives the former one up. */
export async function takenFaults(
  lines: readonly LinkLine[],
  staffOf: (source: StaffIdRow['source'], sourceIds: string[]) => Promise<{ userid: string; sourceId: string }[]>,
): Promise<string[]> {
  const staff = lines.filter(isStaff)
  const people = new Set(staff.map(({ row }) => personOf(row)))
  const asked = lines.filter(hasId).filter(({ isShared }) => !isShared)
  const taken = new Set<string>()
  for (const source of new Set(asked.map(({ row }) => row.source))) {
    const ids = asked.filter(({ row }) => row.source === source).flatMap(({ row }) => row.sourceId ?? [])
    for (const { userid, sourceId } of await staffOf(source, ids))
      if (!people.has(personOf({ source, wecomId: userid }))) taken.add(idOf({ source, sourceId }))
  }
  return asked
    .filter(({ row }) => taken.has(idOf(row)))
    .map(({ line }) => `line ${line}: source_id belongs to somebody imported before, not marked shared: ${correct}`)
}
