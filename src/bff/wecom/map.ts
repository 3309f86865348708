import { UpstreamError } from '../errors.ts'
import { seen } from '../wire/seen.ts'
import type { Chat, Contact, Follower } from './wecom.ts'
import type { WireChat, WireContact, WireFollowUser } from './wire.ts'

/** URLs of WeChat's avatars still begin with http, and a page on https would not load them. */
const avatarOf = (url: string | null): string | null =>
  url?.replace(/^http:(?=\/\/[^/]+\.(?:qlogo|qpic)\.cn\/)/, 'https:') ?? null

/** Those entries that could be read. @throws UpstreamError `unreadable` where there are some and none can be read */
export function entriesOf<Entry>(
  entries: readonly (Entry | null)[],
  where: { operation: string; detail: string },
): Entry[] {
  const read = entries.filter((entry) => entry !== null)
  if (entries.length > 0 && read.length === 0)
    throw new UpstreamError({ source: 'wecom', reason: 'unreadable', ...where })
  return read
}

function toFollower(wire: WireFollowUser): Follower {
  return {
    userid: wire.userid,
    remark: seen(wire.remark),
    description: seen(wire.description),
    remarkCorpName: seen(wire.remark_corp_name),
    mobiles: wire.remark_mobiles.filter((mobile) => mobile !== null),
    tags: wire.tags.map((tag) => ({ id: tag.tag_id, group: seen(tag.group_name), name: seen(tag.tag_name) })),
    addWay: wire.add_way,
    followedAt: wire.createtime,
  }
}

/** One contact from all the pages of its followers. */
export function toContact(
  { external_contact: wire }: WireContact,
  { followers, isWhole }: { followers: readonly WireFollowUser[]; isWhole: boolean },
): Contact {
  return {
    externalUserId: wire.external_userid,
    unionId: wire.unionid ?? null,
    name: wire.name ?? '',
    avatar: avatarOf(wire.avatar),
    kind: wire.type === 2 ? 'wecom' : 'wechat',
    corpName: seen(wire.corp_full_name) ?? seen(wire.corp_name),
    position: seen(wire.position),
    followers: followers.map(toFollower),
    isWhole,
  }
}

type WireMember = WireChat['group_chat']['member_list'][number]

/** Whose type is not known to be a colleague's has no right. */
const isOutside = (member: NonNullable<WireMember>): boolean => member.type !== 1
/** Perhaps a colleague, of whom it cannot be read which. */
const isUnread = (member: WireMember): boolean => member === null || (!member.userid && member.type !== 2)

export function toChat({ group_chat: wire }: WireChat): Chat {
  const where = { operation: 'externalcontact/groupchat/get', detail: 'group_chat.member_list: no entry can be read' }
  const members = entriesOf(
    wire.member_list.map((member) => (isUnread(member) ? null : member)),
    where,
  )
  return {
    chatId: wire.chat_id,
    name: seen(wire.name),
    owner: wire.owner ?? null,
    admins: wire.admin_list.map((admin) => admin.userid),
    notice: seen(wire.notice),
    createdAt: wire.create_time,
    members: members.flatMap((member) =>
      member.userid ? [{ id: member.userid, isExternal: isOutside(member), name: seen(member.name) }] : [],
    ),
    isWhole: !wire.member_list.some(isUnread),
  }
}
