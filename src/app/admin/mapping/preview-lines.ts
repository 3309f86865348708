import type { Conflict, Fault, Preview, PreviewRow } from '#contract/admin-mapping'
import { nameOfSource, sourceWords } from '../source-names.ts'

export type LineKind = 'conflict' | 'fault' | PreviewRow['kind']

/** One line of the preview's table, written or refused. */
export interface PreviewLine {
  kind: LineKind
  line: number | null
  userid: string
  name: string
  /** The system's name, or what the file has in its place. */
  source: string
  /** The id that the line gives. */
  sourceId: string | null
  /** What it was before; null where the line writes nothing. */
  before: { sourceId: string | null } | null
  says: string
}

export const kindWords: Record<LineKind, string> = {
  conflict: '冲突',
  fault: '有错',
  changed: '更改',
  removed: '移除',
  added: '新增',
  unchanged: '不变',
}

/** `板上多 9 条，少 6 条` */
export function effectWords(tasks: PreviewRow['tasks']): string {
  if (!tasks) return '板上会多少、会少几条，现在数不出来'
  const { appear, vanish } = tasks
  const words = [appear > 0 ? `多 ${appear} 条` : '', vanish > 0 ? `少 ${vanish} 条` : ''].filter(Boolean)
  return words.length > 0 ? `板上${words.join('，')}` : '板上没有变化'
}

/** Of a line that is not written. */
const ofRefused = (kind: 'conflict' | 'fault', { line, userid, name, source, sourceId, title }: Conflict | Fault) => ({
  kind,
  line,
  userid: userid ?? '',
  name: name ?? '',
  source: sourceWords(source),
  sourceId,
  before: null,
  says: title,
})

const ofRow = ({ kind, line, userid, name, source, from, to, tasks }: PreviewRow): PreviewLine => ({
  kind,
  line,
  userid,
  name: name ?? '',
  source: nameOfSource(source),
  sourceId: to,
  before: { sourceId: from },
  says: effectWords(tasks),
})

/** What is to be looked at comes first: conflicts and faults, then what is changed and removed, each by line of the file. */
export function linesOf({ conflicts, faults, rows }: Preview): PreviewLine[] {
  const urgency: readonly LineKind[] = ['conflict', 'fault', 'changed', 'removed', 'added', 'unchanged']
  const all = [
    ...conflicts.map((each) => ofRefused('conflict', each)),
    ...faults.map((each) => ofRefused('fault', each)),
    ...rows.map(ofRow),
  ]
  return all.sort(
    (a, b) => urgency.indexOf(a.kind) - urgency.indexOf(b.kind) || (a.line ?? Infinity) - (b.line ?? Infinity) || 0,
  )
}

export const isToLookAt = ({ kind }: PreviewLine): boolean => kind !== 'added' && kind !== 'unchanged'

/** How many rows are written. */
export const writtenBy = ({ counts }: Preview): number => counts.added + counts.changed + counts.removed
