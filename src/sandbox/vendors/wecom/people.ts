import { rangeTest } from '../../world/company/range.ts'
import { findMember } from '../../world/members.ts'
import type { Chat, Contact, Follow, World } from '../../world/world.ts'
import { avatarPath } from './avatar.ts'
import { WecomRefusal } from './voice.ts'

function followOf(follow: Follow) {
  return {
    userid: follow.userid,
    remark: follow.remark,
    description: follow.description,
    createtime: follow.createtime,
    // A personal tag (type 2) has no id.
    tags: follow.tags.map(({ groupName, tagName, tagId, type }) => ({
      group_name: groupName,
      tag_name: tagName,
      ...(type === 2 ? {} : { tag_id: tagId }),
      type,
    })),
    remark_corp_name: follow.remarkCorpName,
    remark_mobiles: follow.remarkMobiles,
    add_way: follow.addWay,
    oper_userid: follow.userid,
    state: '',
  }
}

/** The customer with every follower, or the refusal that WeCom gives for this kind of id. */
export function findContact(world: World, externalUserId: string, publicOrigin: string) {
  const contact: Contact | undefined = world.contacts.find((each) => each.externalUserId === externalUserId)
  if (!contact || contact.gone === 'foreign') throw new WecomRefusal(40096)
  if (contact.gone === 'deleted' || contact.follows.length === 0) throw new WecomRefusal(84061)
  const { name, type, position, corpName } = contact
  const avatar = new URL(contact.avatar || avatarPath(externalUserId), publicOrigin).href
  const company = type === 2 ? { corp_name: corpName, corp_full_name: corpName } : {}
  return {
    external_contact: { external_userid: externalUserId, name, position, avatar, ...company, type, gender: 0 },
    follows: contact.follows.map(followOf),
  }
}

/** A customer group in the shape of `groupchat/get`. */
export function groupChat(world: World, chatId: unknown, isNameNeeded: boolean) {
  const chat: Chat | undefined = world.chats.find((each) => each.chatId === chatId)
  if (!chat) throw new WecomRefusal(90501)
  const memberList = chat.members.map(({ id, type, name, joinTime }) => ({
    userid: id,
    type,
    join_time: joinTime,
    join_scene: 1,
    ...(type === 2 ? { invitor: { userid: chat.owner } } : {}),
    group_nickname: '',
    ...(isNameNeeded ? { name } : {}),
  }))
  return {
    chat_id: chat.chatId,
    name: chat.name,
    owner: chat.owner,
    create_time: chat.createTime,
    notice: chat.notice,
    member_list: memberList,
    admin_list: chat.admins.map((userid) => ({ userid })),
    member_version: String(chat.members.length),
  }
}

export function memberOf(world: World, userid: string) {
  const member = findMember(world, userid)
  // WeCom does not tell whether there is nobody, or nobody that the app may see.
  if (!member || !rangeTest(world.company)(member)) throw new WecomRefusal(60111)
  const { name, departments, status = 1 } = member
  const shown = { userid: member.userid, name, department: departments, position: '客户经理' }
  return { ...shown, status, enable: status === 2 ? 0 : 1 }
}

/** The app's settings (`agent/get`); `host` is its trusted domain. */
export const agentOf = ({ agentId, agentName, company: { range } }: World, host: string) => ({
  agentid: Number(agentId),
  name: agentName,
  square_logo_url: '',
  description: '',
  allow_userinfos: { user: range.userids.map((userid) => ({ userid })) },
  allow_partys: { partyid: [...range.departments] },
  allow_tags: { tagid: [] },
  close: 0,
  redirect_domain: host,
  report_location_flag: 0,
  isreportenter: 0,
  home_url: '',
})
