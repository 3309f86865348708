import { UpstreamError } from '../errors.ts'
import type { Chat, Contact, Follower } from './wecom.ts'
import { visible } from './visible.ts'
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
    remark: visible(wire.remark),
    description: visible(wire.description),
    remarkCorpName: visible(wire.remark_corp_name),
    mobiles: wire.remark_mobiles,
    tags: wire.tags.map((tag) => ({ id: tag.tag_id, group: visible(tag.group_name), name: visible(tag.tag_name) })),
    addWay: wire.add_way,
    followedAt: wire.createtime,
  }
}

/** One contact from all the pages of its followers. */
export function toContact({ external_contact: wire }: WireContact, followers: readonly WireFollowUser[]): Contact {
  return {
    externalUserId: wire.external_userid,
    name: wire.name ?? '',
    avatar: avatarOf(wire.avatar),
    kind: wire.type === 2 ? 'wecom' : 'wechat',
    corpName: visible(wire.corp_full_name) ?? visible(wire.corp_name),
    position: visible(wire.position),
    followers: followers.map(toFollower),
  }
}

export function toChat({ group_chat: wire }: WireChat): Chat {
  const where = { operation: 'externalcontact/groupchat/get', detail: 'group_chat.member_list: no entry can be read' }
  return {
    chatId: wire.chat_id,
    name: visible(wire.name),
    owner: wire.owner ?? null,
    admins: wire.admin_list.map((admin) => admin.userid),
    notice: visible(wire.notice),
    createdAt: wire.create_time,
    members: entriesOf(wire.member_list, where).map(({ userid, type, name }) => ({
      id: userid,
      // Whose type is not known to be a colleague's has no right.
      isExternal: type !== 1,
      name: visible(name),
    })),
  }
}
