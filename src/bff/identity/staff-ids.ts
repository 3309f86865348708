import type { SourceId } from '#contract/source'
import type { OpenSource } from '../sources/definition.ts'
import type { DepartureStore, LinkStore } from '../store/store.ts'

/** A salesperson's own id in a source; null where it is not known. Never self-declared. */
export type StaffIds = (userid: string, source: SourceId) => Promise<string | null>

interface Deps {
  links: Pick<LinkStore, 'staffId'>
  departures: Pick<DepartureStore, 'of'>
  /** Some can tell it from the WeCom userid. */
  sources: Readonly<Partial<Record<SourceId, OpenSource | null>>>
}

/** What was imported counts before any rule. A userid that is used again follows no rule: the vendor may mean who had it before. */
export function createStaffIds({ links, departures, sources }: Deps): StaffIds {
  return async (userid, source) => {
    const imported = await links.staffId(userid, source)
    const rule = sources[source]?.staffIdOf
    if (imported !== null || !rule) return imported
    return (await departures.of(userid)) ? null : ((await rule(userid)) ?? null)
  }
}
