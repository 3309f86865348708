import { LRUCache } from 'lru-cache'
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

const keyOf = ({ operation, part }: Part): string => `${operation}\n${part}`
const recallMs = 10_000

/** Whether a row that cannot be read belongs to this list, by what of it can be read. */
const isOf = ({ subject, staffIds }: LeftOutRow, question: Pick<SourceQuery, 'subjects' | 'staffId'>): boolean => {
  const { subjects, staffId } = question
  if (subjects !== null) return subject !== null && subjects.includes(subject)
  return staffId !== null && staffIds.includes(staffId)
}

/** How many of these rows belong to a list. */
export const countLeftOut = (
  rows: readonly LeftOutRow[],
  question: Pick<SourceQuery, 'subjects' | 'staffId'>,
): number => rows.filter((row) => isOf(row, question)).length

/** What one source's vendor sends that cannot be read, kept for lists of mirrored rows and for the doctor. */
export function createLeftOut(source: SourceId, { leftOut, clock }: Deps) {
  /** Parts that this instance knows to be stored as they are. */
  const written = new LRUCache<string, string>({ max: 10_000 })
  let known: { rows: LeftOutRow[]; at: Moment } | null = null

  async function all(): Promise<LeftOutRow[]> {
    if (known && isYounger(known.at, recallMs, clock)) return known.rows
    const at = momentOf(clock)
    known = { rows: await leftOut.all(source), at }
    return known.rows
  }

  return {
    /** Keeps what a reading of this part left out, in place of what the reading before did. */
    async note(part: Part, rows: readonly LeftOutRow[]): Promise<void> {
      const text = JSON.stringify(rows)
      const key = keyOf(part)
      // Most readings leave nothing out, as those before them did.
      if (rows.length === 0 && written.get(key) === text) return
      await leftOut.put({ source, ...part }, rows, clock())
      written.set(key, text)
      known = null
    },
    /** How many of the rows that are kept belong to this list; up to ten seconds old. */
    count: async (question: Pick<SourceQuery, 'subjects' | 'staffId'>): Promise<number> =>
      countLeftOut(await all(), question),
  }
}

export type LeftOut = ReturnType<typeof createLeftOut>
