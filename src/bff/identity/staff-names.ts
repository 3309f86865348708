import type { SourceId } from '#contract/source'
import type { OpenSource } from '../sources/definition.ts'
import type { LinkStore } from '../store/store.ts'
import { namesOf } from '../wecom/names.ts'
import type { Wecom } from '../wecom/wecom.ts'

/** The names of employees by their ids in a source; those that are not known are left out. */
export type StaffNames = (
  source: SourceId,
  staffIds: readonly string[],
  signal: AbortSignal,
) => Promise<Record<string, string>>

interface Deps {
  links: Pick<LinkStore, 'staffOf'>
  wecom: Pick<Wecom, 'nameOf'>
  sources: Readonly<Partial<Record<SourceId, OpenSource | null>>>
}

/** Rows wait no longer than this for names, which are there the next time. */
const patienceMs = 300

/** The names of these members that WeCom tells soon, by userid. */
export async function namesSoon(
  wecom: Pick<Wecom, 'nameOf'>,
  userids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const soon = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  const named = await namesOf(wecom, [...new Set(userids)], soon)
  return new Map(named.flatMap(({ userid, name }) => (name === null ? [] : [[userid, name] as const])))
}

export function createStaffNames({ links, wecom, sources }: Deps): StaffNames {
  /** Whose id is known from the import; where the vendor's ids are userids, everybody's. */
  async function useridsOf(source: SourceId, staffIds: readonly string[]): Promise<Map<string, string>> {
    const known = new Map<string, string>()
    const rule = sources[source]?.staffIdOf
    for (const id of staffIds) if (rule && (await rule(id)) === id) known.set(id, id)
    for (const { sourceId, userid } of await links.staffOf(source, [...staffIds])) known.set(sourceId, userid)
    return known
  }

  return async (source, staffIds, signal) => {
    const userids = await useridsOf(source, [...new Set(staffIds)]).catch(() => new Map<string, string>())
    const names = await namesSoon(wecom, [...userids.values()], signal)
    const all = [...userids].flatMap(([id, userid]) => {
      const name = names.get(userid)
      return name ? [[id, name] as const] : []
    })
    return Object.fromEntries(all)
  }
}

/** Only those that a row names. */
export function namedIn(names: Record<string, string>, ids: readonly string[]): { names?: Record<string, string> } {
  const own = ids.flatMap((id) => (Object.hasOwn(names, id) ? [[id, names[id] ?? ''] as const] : []))
  return own.length > 0 ? { names: Object.fromEntries(own) } : {}
}
