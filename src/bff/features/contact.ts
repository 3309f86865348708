import type { LinkedSourceId } from '#contract/source'
import { AppError } from '../errors.ts'
import type { Handlers } from '../http/route.ts'
import { isImported, type LinkMakers } from '../identity/link-maker.ts'
import type { LinkRecord, LinkStore } from '../store/store.ts'
import { namesOf } from '../wecom/names.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Wecom } from '../wecom/wecom.ts'
import { isSameUserid } from '../userid.ts'
import type { Linkable } from '../sources/source.ts'
import { toContactCard } from './contact-card.ts'

export interface ContactDeps {
  access: Pick<Permissions, 'contact'>
  wecom: Pick<Wecom, 'nameOf'>
  links: Pick<LinkStore, 'ofContact'>
  makers: Pick<LinkMakers, 'isAdmin'>
  /** Null where a source is not configured. */
  sources: Readonly<Record<LinkedSourceId, Pick<Linkable, 'nameOf'> | null>>
}

export function createContactHandlers(deps: ContactDeps): Pick<Handlers, 'GET /api/contacts/:externalUserId'> {
  const { access, wecom, links, makers, sources } = deps

  /** An import tells ids alone; the source may know what is called so. */
  async function named(link: LinkRecord): Promise<LinkRecord> {
    if (link.name !== null) return link
    const name = await sources[link.source]?.nameOf(link.sourceId).catch(() => null)
    return { ...link, name: name ?? null }
  }

  return {
    'GET /api/contacts/:externalUserId': async ({ params, staff, signal, refresh }) => {
      const contact = await access.contact(staff.userid, params.externalUserId, signal, { refresh })
      const mine = contact.followers.find(({ userid }) => isSameUserid(userid, staff.userid))
      if (!mine) throw new AppError('not_a_follower')
      const others = contact.followers.filter((follower) => follower !== mine).map(({ userid }) => userid)
      const [followers, linked] = await Promise.all([
        namesOf(wecom, others, signal),
        links.ofContact(params.externalUserId).then((all) => Promise.all(all.map(named))),
      ])
      const isFixed = (link: LinkRecord) => isImported(link) && !makers.isAdmin(staff.userid)
      return toContactCard({ contact, mine, followers, links: linked, isFixed })
    },
  }
}
