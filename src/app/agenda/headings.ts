import type { WorkItem } from '#contract/work'
import { folding, type Section, type SectionId } from './agenda.ts'
import { countWords, type SectionCounts } from './counts.ts'

/** A heading with its rows, and below them what of it is folded. */
export interface Group {
  id: SectionId
  /** Null where there is but the folded line. */
  title: string | null
  items: readonly WorkItem[]
  fold: Section | null
}

const titles = { overdue: '逾期', today: '今天', later: '以后', undated: '无期限' } as const

/** What is long late stands folded below what is late, and what is over in an unknown state below all. */
export function groupsOf(sections: readonly Section[], counts: SectionCounts, heading: string | null): Group[] {
  const of = (id: SectionId): Section | null => sections.find((section) => section.id === id) ?? null
  /** What is long late, and all that is to do. */
  const alone = sections.every(({ id }) => folding.includes(id)) ? of('stale') : null
  const groups = (Object.keys(titles) as (keyof typeof titles)[]).map((id) => ({
    id,
    title: heading ?? `${titles[id]} ${countWords(counts[id])}`,
    items: (of(id) ?? (id === 'overdue' ? alone : null))?.items ?? [],
    fold: id === 'overdue' && !alone ? of('stale') : null,
  }))
  return [...groups, { id: 'past' as const, title: null, items: [], fold: of('past') }].filter(
    ({ items, fold }) => items.length > 0 || fold,
  )
}

export function foldTitle({ id, items }: Section, counts: SectionCounts): string {
  if (id === 'stale') return `逾期 30 天以上 ${countWords(counts.stale)}`
  const what = items.every(({ kind }) => kind === 'group_sop') ? '以前的群SOP' : '以前的'
  return `${what} ${countWords(counts.past)} · 不确定是否已发`
}
