import type { ContactCard } from '#contract/contact'
import type { Link } from '#contract/link'
import { toChinaIso } from '../china-time.ts'
import type { LinkRecord } from '../store/store.ts'
import type { Contact, Follower } from '../wecom/wecom.ts'
import { addWays } from './add-way.ts'

function followOf(mine: Follower): ContactCard['follow'] {
  return {
    remark: mine.remark,
    description: mine.description,
    remarkCorpName: mine.remarkCorpName,
    mobiles: mine.mobiles,
    tags: mine.tags.map(({ group, name }) => ({ group, name })),
    addWay: addWays[mine.addWay ?? 0] ?? null,
    addWayRaw: mine.addWay,
    since: mine.followedAt === null ? null : toChinaIso(mine.followedAt),
  }
}

export const toLink = ({ linkedAt, ...link }: LinkRecord): Link => ({ ...link, linkedAt: toChinaIso(linkedAt) })

/** The card for one follower: what others noted about the contact is not his to read. */
export function toContactCard(known: {
  contact: Contact
  mine: Follower
  followers: ContactCard['followers']
  links: readonly LinkRecord[]
}): ContactCard {
  const { externalUserId, name, avatar, kind, corpName, position } = known.contact
  return {
    externalUserId,
    name,
    avatar,
    kind,
    corpName,
    position,
    follow: followOf(known.mine),
    followers: known.followers,
    links: known.links.map(toLink),
  }
}
