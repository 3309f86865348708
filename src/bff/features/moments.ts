import type { Moment } from '#contract/moment'
import type { Clock } from '../clock.ts'
import type { Handlers } from '../http/route.ts'
import type { Yunzhong } from '../sources/yunzhong/index.ts'
import type { Permissions } from '../access/permissions.ts'
import { namedIn, namesSoon } from '../identity/staff-names.ts'
import type { Contact, Wecom } from '../wecom/wecom.ts'
import { lookedFor, toWorkList, unconfiguredList } from '../work/work-list.ts'

interface Deps {
  /** Null if the source is not configured. */
  yunzhong: Pick<Yunzhong, 'moments'> | null
  access: Pick<Permissions, 'contact'>
  wecom: Pick<Wecom, 'nameOf'>
  clock: Clock
}

/** A moment without tags is for every customer; one with tags for customers with one of them, set by any follower. */
function isVisible({ visibleRange }: Moment, tagIds: ReadonlySet<string>): boolean {
  return visibleRange.tags.length === 0 || visibleRange.tags.some((id) => tagIds.has(id))
}

const tagIdsOf = ({ followers }: Contact): Set<string> =>
  new Set(followers.flatMap(({ tags }) => tags.flatMap(({ id }) => (id === null ? [] : [id]))))

/** Names of the customer tags that the contact has. */
const tagNamesOf = ({ followers }: Contact): Record<string, string> =>
  Object.fromEntries(
    followers.flatMap(({ tags }) => tags.flatMap(({ id, name }) => (id === null || name === null ? [] : [[id, name]]))),
  )

/** The user's 芸众 moments jobs; if a contact is given, with whether that contact may see them. */
export function createMomentHandlers({ yunzhong, access, wecom, clock }: Deps): Pick<Handlers, 'GET /api/me/moments'> {
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
      const told = toWorkList('yunzhong', found, page)
      const users = told.items.flatMap(({ visibleRange }) => visibleRange.users)
      const names = {
        ...(contact && tagNamesOf(contact)),
        ...Object.fromEntries(await namesSoon(wecom, users, signal)),
      }
      const named = told.items.map((moment) => {
        const { users, tags } = moment.visibleRange
        return Object.assign({}, moment, namedIn(names, [...users, ...tags]))
      })
      return { ...told, items: named, summary: await moments.summary() }
    },
  }
}
