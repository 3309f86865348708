import type { LinkedSourceId } from '#contract/source'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Handlers } from '../http/route.ts'
import { configured } from '../sources/configured.ts'
import type { CandidateQuery, Linkable, Offer } from '../sources/source.ts'
import type { StaffIds } from '../identity/staff-ids.ts'
import { ownMobiles } from '../identity/own-mobiles.ts'
import { isImported, makerOf, type LinkMakers } from '../identity/link-maker.ts'
import type { LinkRecord, LinkStore } from '../store/store.ts'
import { changedAtOf, type Changes } from '../access/changes.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Contact } from '../wecom/wecom.ts'
import { cut, longest } from '../wire/bounds.ts'

interface Deps {
  /** Null if the source is not configured. */
  sources: Record<LinkedSourceId, Linkable | null>
  access: Pick<Permissions, 'contact'>
  staffIds: StaffIds
  links: LinkStore
  makers: LinkMakers
  linkByPhone: boolean
  /** Changes that the order system reported. */
  changes: Changes
  clock: Clock
}

/** Who asks about linking whom to what. */
interface Subject {
  source: LinkedSourceId
  userid: string
  contact: Contact
}

type LinkHandlers = Pick<
  Handlers,
  | 'GET /api/contacts/:externalUserId/link-candidates'
  | 'PUT /api/contacts/:externalUserId/links/:source/:sourceId'
  | 'DELETE /api/contacts/:externalUserId/links/:source/:sourceId'
>

/**
 * Links a contact to a vendor's customer, to say who he is there: what the link lets a reader see is decided at each
 * reading. Only offered candidates can be linked.
 */
export function createLinkHandlers(deps: Deps): LinkHandlers {
  const { sources, access, staffIds, links, makers, linkByPhone, changes, clock } = deps

  const sourceOf = (source: LinkedSourceId) => configured(source, sources[source])

  async function linksOf(externalUserId: string, source: LinkedSourceId): Promise<Map<string, LinkRecord>> {
    const linked = (await links.ofContact(externalUserId)).filter((link) => link.source === source)
    return new Map(linked.map((link) => [link.sourceId, link]))
  }

  async function candidates(
    { source, userid, contact }: Subject,
    narrow: Pick<CandidateQuery, 'text' | 'sourceId'>,
    signal: AbortSignal,
  ) {
    const linkable = sourceOf(source)
    const staffId = await staffIds(userid, source)
    if (staffId === null) return null
    const { externalUserId, unionId } = contact
    const linkedIds = [...(await linksOf(externalUserId, source)).keys()]
    const known = { externalUserId, unionId, linkedIds, changedAt: changedAtOf(changes, externalUserId) }
    const who = { staffId, phones: ownMobiles(contact, userid), linkByPhone, contact: known }
    return linkable.candidates({ ...who, ...narrow }, signal)
  }

  async function candidateOf(subject: Subject, sourceId: string, signal: AbortSignal): Promise<Offer | undefined> {
    const offered = await candidates(subject, { text: null, sourceId }, signal)
    return offered?.find((one) => one.sourceId === sourceId)
  }

  /** Whether there is such a link makes no difference to who may not make it. */
  async function mayRemove(subject: Subject, sourceId: string, signal: AbortSignal): Promise<boolean> {
    const { userid, contact, source } = subject
    if (makers.isAdmin(userid)) return true
    const link = (await linksOf(contact.externalUserId, source)).get(sourceId)
    if (link && makers.isMaker(userid, link)) return true
    const candidate = await candidateOf(subject, sourceId, signal)
    return candidate !== undefined && !(link && isImported(link))
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
      const [linked, elsewhere] = await Promise.all([
        linksOf(externalUserId, source),
        links.linkedElsewhere(externalUserId, source, ids),
      ])
      const markOf = (id: string) => ({ isLinked: linked.has(id), isLinkedElsewhere: elsewhere.has(id) })
      const toCandidate = (one: Offer) => ({
        ...one,
        title: cut(one.title, longest.title),
        subtitle: one.subtitle && cut(one.subtitle, longest.listed),
        ...markOf(one.sourceId),
      })
      return { source, candidates: offered.map(toCandidate) }
    },

    'PUT /api/contacts/:externalUserId/links/:source/:sourceId': async ({ params, staff, signal, log }) => {
      const { externalUserId, source, sourceId } = params
      const { userid } = staff
      const contact = await access.contact(userid, externalUserId, signal)
      const candidate = await candidateOf({ source, userid, contact }, sourceId, signal)
      if (!candidate) throw new AppError('not_a_candidate', { source })
      const name = (await sourceOf(source).nameOf(sourceId)) ?? candidate.title
      const former = (await linksOf(externalUserId, source)).get(sourceId)
      // An administrator who links what a salesperson has linked confirms it.
      const isConfirming = makers.isAdmin(userid) && !(former && makers.isConfirmed(former))
      const link = { source, sourceId, name, linkedBy: makerOf(userid), linkedAt: clock() }
      await (isConfirming ? links.confirm(externalUserId, link) : links.add(externalUserId, link))
      log.info({ audit: 'link.put', userid, externalUserId, source, sourceId, reasons: candidate.reasons }, 'linked')
      return null
    },

    'DELETE /api/contacts/:externalUserId/links/:source/:sourceId': async ({ params, staff, signal, log }) => {
      const { externalUserId, source, sourceId } = params
      const { userid } = staff
      const contact = await access.contact(userid, externalUserId, signal)
      sourceOf(source)
      if (!(await mayRemove({ source, userid, contact }, sourceId, signal)))
        throw new AppError('not_a_candidate', { source })
      const isRemoved = await links.remove(externalUserId, { source, sourceId }, { by: userid, at: clock() })
      log.info({ audit: 'link.delete', userid, externalUserId, source, sourceId, isRemoved }, 'unlinked')
      return null
    },
  }
}
