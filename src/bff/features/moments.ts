import type { Moment } from '#contract/moment'
import type { Clock } from '../clock.ts'
import type { Handlers } from '../http/route.ts'
import type { Yunzhong } from '../sources/yunzhong/index.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Contact } from '../wecom/wecom.ts'
import { lookedFor, toWorkList, unconfiguredList } from '../work/work-list.ts'

interface Deps {
  /** Null if the source is not configured. */
  yunzhong: Pick<Yunzhong, 'moments'> | null
  access: Pick<Permissions, 'contact'>
  clock: Clock
}

/** A moment without tags is for every customer; one with tags for customers with one of them, set by any follower. */
function isVisible({ visibleRange }: Moment, tagIds: ReadonlySet<string>): boolean {
  return visibleRange.tags.length === 0 || visibleRange.tags.some((id) => tagIds.has(id))
}

const tagIdsOf = ({ followers }: Contact): Set<string> =>
  new Set(followers.flatMap(({ tags }) => tags.flatMap(({ id }) => (id === null ? [] : [id]))))

/** The user's 芸众 moments jobs; if a contact is given, with whether that contact may see them. */
export function createMomentHandlers({ yunzhong, access, clock }: Deps): Pick<Handlers, 'GET /api/me/moments'> {
  return {
    'GET /api/me/moments': async (input) => {
      const { query, staff, signal, refresh } = input
      const { externalUserId, ...list } = query
      const contact = externalUserId ? await access.contact(staff.userid, externalUserId, signal, { refresh }) : null
      const moments = yunzhong?.moments
      if (!moments) return { ...unconfiguredList<Moment>('yunzhong'), summary: null }
      const question = { subjects: null, staffId: staff.userid, status: list.status, mine: true, refresh }
      const reading = await moments.read(question, signal)
      const tagIds = contact && tagIdsOf(contact)
      const items = reading.items.map((moment) =>
        tagIds ? { ...moment, isVisibleToContact: isVisible(moment, tagIds) } : moment,
      )
      const found = lookedFor({ ...reading, items }, list, ({ text, taskName }) => [text, taskName])
      // Latest first: jobs have no deadline.
      const page = { ...input, query: list, clock, isNewestFirst: true }
      return { ...toWorkList('yunzhong', found, page), summary: await moments.summary() }
    },
  }
}
