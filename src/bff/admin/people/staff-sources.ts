import { StaffSourceId } from '#contract/admin-id'
import type { SourceId } from '#contract/source'
import type { OpenSource } from '../../sources/definition.ts'

/** Null where a source is not configured. */
export type AnySources = Readonly<Partial<Record<SourceId, OpenSource | null>>>

/** 企客聊 is no source of work: it lists nobody, and has no rule. */
export const sourceOf = (sources: AnySources, id: StaffSourceId): OpenSource | null =>
  id === 'qikeliao' ? null : (sources[id] ?? null)

/** The systems whose people are mapped to ours, as far as they are configured. */
export const staffSourcesOf = (sources: AnySources): StaffSourceId[] =>
  StaffSourceId.options.filter((id) => sourceOf(sources, id) !== null)

/** The columns of who is who. Accounts of 企客聊 are mapped as well, where it opens the page. */
export const columnsOf = (sources: AnySources, hasQikeliao: boolean): StaffSourceId[] => [
  ...staffSourcesOf(sources),
  ...(hasQikeliao ? (['qikeliao'] as const) : []),
]
