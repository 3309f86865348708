import type { ChatCard } from '#contract/chat'
import { toChinaIso } from '../china-time.ts'
import type { Handlers } from '../http/route.ts'
import { namesOf, type NamedMember } from '../wecom/names.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Chat, Wecom } from '../wecom/wecom.ts'
import { isSameUserid, useridKey } from '../userid.ts'

export interface ChatDeps {
  access: Pick<Permissions, 'chat'>
  wecom: Pick<Wecom, 'nameOf'>
}

function toChatCard(chat: Chat, userid: string, named: (userid: string) => NamedMember): ChatCard {
  return {
    chatId: chat.chatId,
    name: chat.name,
    owner: chat.owner === null ? null : named(chat.owner),
    isMine: chat.owner !== null && isSameUserid(chat.owner, userid),
    createdAt: chat.createdAt === null ? null : toChinaIso(chat.createdAt),
    notice: chat.notice,
    memberCount: chat.members.length,
    externalCount: chat.members.filter(({ isExternal }) => isExternal).length,
    admins: chat.admins.map(named),
  }
}

export function createChatHandlers({ access, wecom }: ChatDeps): Pick<Handlers, 'GET /api/chats/:chatId'> {
  return {
    'GET /api/chats/:chatId': async ({ params, staff, signal, refresh }) => {
      const chat = await access.chat(staff.userid, params.chatId, signal, { refresh })
      const colleagues = chat.members.filter(({ isExternal }) => !isExternal)
      const names = new Map(colleagues.map(({ id, name }) => [useridKey(id), name]))
      // Owner and admins are usually members, so their names are in the answer.
      const staffed = chat.owner === null ? chat.admins : [chat.owner, ...chat.admins]
      const nameless = staffed.filter((userid) => !names.get(useridKey(userid)))
      for (const { userid, name } of await namesOf(wecom, [...new Set(nameless)], signal))
        names.set(useridKey(userid), name)
      return toChatCard(chat, staff.userid, (userid) => ({ userid, name: names.get(useridKey(userid)) ?? null }))
    },
  }
}
