import { isTellable } from '../china-time.ts'
import type { Chat, Contact, Follower } from './wecom.ts'
import type { WireChat, WireContact, WireFollowUser } from './wire.ts'

const word = (text: string | null | undefined): string | null => text?.trim() || null
/** WeCom sends Unix seconds; 0 if it does not know. */
const instant = (seconds: number | null | undefined): number | null =>
  seconds && isTellable(seconds * 1000) ? seconds * 1000 : null

/** URLs of WeChat's avatars still begin with http, and a page on https would not load them. */
const avatarOf = (url: string | null | undefined): string | null =>
  word(url)?.replace(/^http:(?=\/\/[^/]+\.(?:qlogo|qpic)\.cn\/)/, 'https:') ?? null

function toFollower(wire: WireFollowUser): Follower {
  return {
    userid: wire.userid,
    remark: word(wire.remark),
    description: word(wire.description),
    remarkCorpName: word(wire.remark_corp_name),
    mobiles: (wire.remark_mobiles ?? []).filter(Boolean),
    tags: (wire.tags ?? []).map((tag) => ({
      id: word(tag.tag_id),
      group: word(tag.group_name),
      name: tag.tag_name,
    })),
    addWay: wire.add_way ?? null,
    followedAt: instant(wire.createtime),
  }
}

/** One contact from all the pages of its followers. */
export function toContact({ external_contact: wire }: WireContact, followers: readonly WireFollowUser[]): Contact {
  return {
    externalUserId: wire.external_userid,
    name: wire.name ?? '',
    avatar: avatarOf(wire.avatar),
    kind: wire.type === 2 ? 'wecom' : 'wechat',
    corpName: word(wire.corp_full_name) ?? word(wire.corp_name),
    position: word(wire.position),
    followers: followers.map(toFollower),
  }
}

export function toChat({ group_chat: wire }: WireChat): Chat {
  return {
    chatId: wire.chat_id,
    name: word(wire.name),
    owner: wire.owner,
    admins: (wire.admin_list ?? []).map((admin) => admin.userid),
    notice: word(wire.notice),
    createdAt: instant(wire.create_time),
    members: (wire.member_list ?? []).map(({ userid, type, name }) => ({
      id: userid,
      isExternal: type === 2,
      name: word(name),
    })),
  }
}
