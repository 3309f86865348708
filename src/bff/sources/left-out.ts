import type { SourceId } from '#contract/source'
import { isYounger, momentOf, type Moment } from '../age.ts'
import type { Clock } from '../clock.ts'
import type { LeftOutPart, LeftOutRow, LeftOutStore } from '../store/store.ts'
import type { SourceQuery } from './source.ts'

interface Deps {
  leftOut: LeftOutStore
  clock: Clock
}

type Part = Omit<LeftOutPart, 'source'>

const recallMs = 10_000
/** With fewer rows than this, those of every part are known. */
const wholeBelow = 200

/** Which list is asked about. `mine`: only what is for this person counts, whoever it is about. */
type Question = Pick<SourceQuery, 'subjects' | 'staffId'> & { mine?: boolean }

/** Whether a row that cannot be read belongs to this list, by what of it can be read. */
function isOf({ subject, staffIds }: LeftOutRow, { subjects, staffId, mine = false }: Question): boolean {
  if (subjects !== null && (subject === null || !subjects.includes(subject))) return false
  return (subjects !== null && !mine) || (staffId !== null && staffIds.includes(staffId))
}

/** How many of these rows belong to a list. Rows with the same id, from several readings, count once. */
export function countLeftOut(rows: readonly LeftOutRow[], question: Question): number {
  const found = rows.filter((row) => isOf(row, question))
  const named = new Set(found.map(({ id }) => id).filter((id) => id !== null))
  return named.size + found.filter(({ id }) => id === null).length
}

/** What one source's vendor sends that cannot be read, kept for lists of mirrored rows and for the doctor. */
export function createLeftOut(source: SourceId, { leftOut, clock }: Deps) {
  let known: { rows: (LeftOutPart & LeftOutRow)[]; at: Moment } | null = null

  async function all(): Promise<(LeftOutPart & LeftOutRow)[]> {
    if (known && isYounger(known.at, recallMs, clock)) return known.rows
    const at = momentOf(clock)
    known = { rows: await leftOut.all(source), at }
    return known.rows
  }

  /** Whether rows of this part may be kept, by this instance or another. */
  async function isKept({ operation, part }: Part): Promise<boolean> {
    const rows = await all()
    return rows.length >= wholeBelow || rows.some((row) => row.operation === operation && row.part === part)
  }

  return {
    /** Keeps what a reading of this part left out, in place of what the reading before did. */
    async note(part: Part, rows: readonly LeftOutRow[]): Promise<void> {
      // Most readings leave nothing out, as those before them did.
      if (rows.length === 0 && !(await isKept(part))) return
      await leftOut.put({ source, ...part }, rows, clock())
      known = null
    },
    /** How many of the rows that are kept belong to this list; up to ten seconds old. */
    count: async (question: Question): Promise<number> => countLeftOut(await all(), question),
  }
}

export type LeftOut = ReturnType<typeof createLeftOut>
