import { createTurns } from '../../concurrency/turns.ts'
import type { PlannedChange, RuledId } from '../../store/mapping-store.ts'
import { cellOf } from '../../store/mapping-store.ts'
import type { ConflictCode } from './wanted.ts'

/** Who has an id of a system, in which spelling. */
interface Holder {
  cell: string
  sourceId: string
}

/** Ids are found whatever their case. */
const keyOf = (source: string, sourceId: string): string => `${source} ${sourceId.toLowerCase()}`

/** What becomes of a person's id, where it is changed. */
const afterOf = ({ source, to }: PlannedChange): string | null => (to === null ? null : keyOf(source, to))

/**
 * Changes that would give two people one id, or ids that only their case tells apart. A change that is refused leaves its
 * person the former id, which may be what another was to get: so it is looked again until nothing more is refused.
 */
export async function findClashes<Change extends PlannedChange>(changes: readonly Change[], held: readonly RuledId[]) {
  const turn = createTurns()
  const before = new Map<string, Holder[]>()
  const after = new Map<string, Set<Change>>()
  const byCell = new Map<string, Change>()
  for (const link of held) {
    const key = keyOf(link.source, link.sourceId)
    before.set(key, [...(before.get(key) ?? []), { cell: cellOf(link), sourceId: link.sourceId }])
    await turn()
  }
  for (const row of changes) {
    const key = afterOf(row)
    if (key !== null) after.set(key, (after.get(key) ?? new Set()).add(row))
    byCell.set(cellOf(row), row)
    await turn()
  }
  const refused = new Map<Change, ConflictCode>()

  /** Who keeps the id: they are not changed, or it is refused that they are. */
  const keepersOf = (key: string, own: string): Holder[] =>
    (before.get(key) ?? []).filter(({ cell }) => {
      const change = byCell.get(cell)
      return cell !== own && (!change || refused.has(change))
    })

  /** Whoever gets an id that differs in case alone is refused as well. */
  function codeOf(row: Change): ConflictCode | null {
    const key = afterOf(row)
    if (key === null || row.to === null) return null
    const gets = [...(after.get(key) ?? [])].filter((other) => other !== row)
    const others = [...keepersOf(key, cellOf(row)).map(({ sourceId }) => sourceId), ...gets.map(({ to }) => to)]
    const isMeant = row.isShared && gets.every(({ isShared }) => isShared)
    if (others.includes(row.to) && !isMeant) return 'taken'
    return others.some((id) => id !== row.to) ? 'case_only' : null
  }

  for (let isDone = false; !isDone;) {
    isDone = true
    for (const row of changes) {
      await turn()
      const code = refused.has(row) ? null : codeOf(row)
      if (code === null) continue
      refused.set(row, code)
      isDone = false
    }
  }
  return {
    refused,
    /** Whether several people had the id before. */
    isShared: ({ source, from, userid }: Change): boolean =>
      from !== null &&
      (before.get(keyOf(source, from)) ?? []).some(
        (holder) => holder.sourceId === from && holder.cell !== cellOf({ source, userid }),
      ),
  }
}
