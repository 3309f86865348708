import type { LinkedSourceId } from '#contract/source'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Handlers } from '../http/route.ts'
import { configured } from '../sources/configured.ts'
import type { CandidateQuery, Linkable } from '../sources/source.ts'
import type { StaffIds } from '../identity/staff-ids.ts'
import type { LinkStore } from '../store/store.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Contact } from '../wecom/wecom.ts'

interface Deps {
  /** Null if the source is not configured. */
  sources: Record<LinkedSourceId, Linkable | null>
  access: Pick<Permissions, 'contact' | 'requireContact'>
  staffIds: StaffIds
  links: LinkStore
  linkByPhone: boolean
  clock: Clock
}

type LinkHandlers = Pick<
  Handlers,
  | 'GET /api/contacts/:externalUserId/link-candidates'
  | 'PUT /api/contacts/:externalUserId/links/:source/:sourceId'
  | 'DELETE /api/contacts/:externalUserId/links/:source/:sourceId'
>

/** Only this salesperson's notes on the contact: colleagues' notes are not used. */
const phonesOf = ({ followers }: Contact, userid: string): string[] =>
  followers.find((follower) => follower.userid === userid)?.mobiles ?? []

/**
 * Links a contact to a vendor's customer. Only offered candidates can be linked: otherwise a user could read other
 * customers' tasks.
 */
export function createLinkHandlers(deps: Deps): LinkHandlers {
  const { sources, access, staffIds, links, linkByPhone, clock } = deps

  const sourceOf = (source: LinkedSourceId) => configured(source, sources[source])

  async function isLinked(externalUserId: string, source: LinkedSourceId): Promise<(sourceId: string) => boolean> {
    const linked = (await links.ofContact(externalUserId)).filter((link) => link.source === source)
    return (sourceId) => linked.some((link) => link.sourceId === sourceId)
  }

  async function candidates(
    { source, userid, contact }: { source: LinkedSourceId; userid: string; contact: Contact },
    narrow: Pick<CandidateQuery, 'text' | 'sourceId'>,
    signal: AbortSignal,
  ) {
    const linkable = sourceOf(source)
    const staffId = await staffIds(userid, source)
    if (staffId === null) return null
    return linkable.candidates({ staffId, phones: phonesOf(contact, userid), linkByPhone, ...narrow }, signal)
  }

  return {
    'GET /api/contacts/:externalUserId/link-candidates': async ({ params, query, staff, signal }) => {
      const { externalUserId } = params
      const { source } = query
      const contact = await access.contact(staff.userid, externalUserId, signal)
      const subject = { source, userid: staff.userid, contact }
      const offered = await candidates(subject, { text: query.q?.trim() || null }, signal)
      if (offered === null) return { source, candidates: [], needs: 'staff-link' }
      const ids = offered.map(({ sourceId }) => sourceId)
      const [hasLink, elsewhere] = await Promise.all([
        isLinked(externalUserId, source),
        links.linkedElsewhere(externalUserId, source, ids),
      ])
      const markOf = (id: string) => ({ isLinked: hasLink(id), isLinkedElsewhere: elsewhere.has(id) })
      return { source, candidates: offered.map((one) => Object.assign(one, markOf(one.sourceId))) }
    },

    'PUT /api/contacts/:externalUserId/links/:source/:sourceId': async ({ params, staff, signal, log }) => {
      const { externalUserId, source, sourceId } = params
      const { userid } = staff
      const contact = await access.contact(userid, externalUserId, signal)
      const offered = await candidates({ source, userid, contact }, { text: null, sourceId }, signal)
      const candidate = offered?.find((one) => one.sourceId === sourceId)
      if (!candidate) throw new AppError('not_a_candidate', { source })
      const name = (await sourceOf(source).nameOf(sourceId)) ?? candidate.title
      await links.add(externalUserId, { source, sourceId, name, linkedBy: userid, linkedAt: clock() })
      log.info({ audit: 'link.put', userid, externalUserId, source, sourceId, reasons: candidate.reasons }, 'linked')
      return null
    },

    'DELETE /api/contacts/:externalUserId/links/:source/:sourceId': async ({ params, staff, signal, log }) => {
      const { externalUserId, source, sourceId } = params
      await access.requireContact(staff.userid, externalUserId, signal)
      sourceOf(source)
      const isRemoved = await links.remove(externalUserId, source, sourceId)
      log.info({ audit: 'link.delete', userid: staff.userid, externalUserId, source, sourceId, isRemoved }, 'unlinked')
      return null
    },
  }
}
