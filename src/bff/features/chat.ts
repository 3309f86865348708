import type { ChatCard } from '#contract/chat'
import { toChinaIso } from '../china-time.ts'
import type { Handlers } from '../http/route.ts'
import { namesOf, type NamedMember } from '../wecom/names.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Chat, Wecom } from '../wecom/wecom.ts'

export interface ChatDeps {
  permissions: Permissions
  wecom: Pick<Wecom, 'nameOf'>
}

const refreshMs = 10_000

function toChatCard(chat: Chat, userid: string, named: (userid: string) => NamedMember): ChatCard {
  return {
    chatId: chat.chatId,
    name: chat.name,
    owner: named(chat.owner),
    isMine: chat.owner === userid,
    createdAt: chat.createdAt === null ? null : toChinaIso(chat.createdAt),
    notice: chat.notice,
    memberCount: chat.members.length,
    externalCount: chat.members.filter(({ isExternal }) => isExternal).length,
    admins: chat.admins.map(named),
  }
}

export function createChatHandlers({ permissions, wecom }: ChatDeps): Pick<Handlers, 'GET /api/chats/:chatId'> {
  return {
    'GET /api/chats/:chatId': async ({ params, staff, signal, refresh }) => {
      const options = refresh ? { maxAgeMs: refreshMs } : {}
      const chat = await permissions.chat(staff.userid, params.chatId, signal, options)
      const names = new Map(chat.members.map(({ id, name }) => [id, name]))
      // Owner and admins are mostly members whose names came along.
      const nameless = [chat.owner, ...chat.admins].filter((userid) => !names.get(userid))
      for (const { userid, name } of await namesOf(wecom, [...new Set(nameless)], signal)) names.set(userid, name)
      return toChatCard(chat, staff.userid, (userid) => ({ userid, name: names.get(userid) ?? null }))
    },
  }
}
