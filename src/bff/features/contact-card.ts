import type { ContactCard } from '#contract/contact'
import type { Link } from '#contract/link'
import { toChinaIso } from '../china-time.ts'
import { nameless } from '../identity/whose.ts'
import type { LinkRecord } from '../store/store.ts'
import type { Contact, Follower } from '../wecom/wecom.ts'
import { seen } from '../wire/seen.ts'

/** How the salesperson came by the customer, as shown [externalcontact/get, add_way]. 0: WeCom does not know. */
const addWays: Partial<Record<number, string>> = {
  1: '扫描二维码',
  2: '搜索手机号',
  3: '名片分享',
  4: '群聊',
  5: '手机通讯录',
  6: '微信联系人',
  8: '第三方应用的客服人员',
  9: '搜索邮箱',
  10: '视频号',
  201: '内部成员共享',
  202: '管理员或负责人分配',
}

function followOf(mine: Follower): ContactCard['follow'] {
  return {
    remark: mine.remark,
    description: mine.description,
    remarkCorpName: mine.remarkCorpName,
    mobiles: mine.mobiles,
    tags: mine.tags.flatMap(({ group, name }) => (name === null ? [] : [{ group, name }])),
    addWay: addWays[mine.addWay ?? 0] ?? null,
    addWayRaw: mine.addWay,
    since: mine.followedAt === null ? null : toChinaIso(mine.followedAt),
  }
}

const toLink = ({ name, linkedAt, ...link }: LinkRecord): Link => ({
  ...link,
  name: seen(name),
  linkedAt: toChinaIso(linkedAt),
})

/** The card for one follower, without other followers' notes. */
export function toContactCard(known: {
  contact: Contact
  mine: Follower
  followers: ContactCard['followers']
  links: readonly LinkRecord[]
  /** Whether the reader may not take a link away. */
  isFixed(link: LinkRecord): boolean
}): ContactCard {
  const { externalUserId, name, avatar, kind, corpName, position } = known.contact
  return {
    externalUserId,
    name: seen(name) ?? known.mine.remark ?? nameless,
    avatar,
    kind,
    corpName,
    position,
    follow: followOf(known.mine),
    followers: known.followers,
    links: known.links.map((link) => ({ ...toLink(link), ...(known.isFixed(link) && { isFixed: true }) })),
  }
}
