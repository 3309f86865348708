import type { SourceId } from '#contract/source'
import type { StaffRule } from '../sources/source.ts'
import type { LinkStore } from '../store/store.ts'

/** A salesperson's own id in a source; null where nobody told. Never self-declared. */
export type StaffIds = (userid: string, source: SourceId) => Promise<string | null>

interface Deps {
  links: Pick<LinkStore, 'staffId'>
  /** Sources that can tell it from the WeCom userid. */
  rules: Partial<Record<SourceId, StaffRule>>
}

/** Where a tenant's 友米 工号 are its WeCom userids (`YOUMI_STAFF_ID=userid`). */
export const sameAsUserid: StaffRule = { staffIdOf: (userid) => Promise.resolve(userid) }

/** What was imported counts before any rule. */
export function createStaffIds({ links, rules }: Deps): StaffIds {
  return async (userid, source) => (await links.staffId(userid, source)) ?? rules[source]?.staffIdOf(userid) ?? null
}
