import type { SourceId } from '#contract/source'
import type { OpenSource } from '../sources/definition.ts'
import type { LinkStore } from '../store/store.ts'

/** A salesperson's own id in a source; null where it is not known. Never self-declared. */
export type StaffIds = (userid: string, source: SourceId) => Promise<string | null>

interface Deps {
  links: Pick<LinkStore, 'staffId'>
  /** Some can tell it from the WeCom userid. */
  sources: Readonly<Partial<Record<SourceId, OpenSource | null>>>
}

/** What was imported counts before any rule. */
export function createStaffIds({ links, sources }: Deps): StaffIds {
  return async (userid, source) =>
    (await links.staffId(userid, source)) ?? (await sources[source]?.staffIdOf?.(userid)) ?? null
}
