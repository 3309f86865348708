import type { Chat, Contact } from '../wecom/wecom.ts'
import type { Permissions } from './permissions.ts'

/** What the caller of one call may see. Each contact and group is judged once in a call, however many of its parts ask. */
export interface Rights {
  /** @throws not_a_follower */
  contact(externalUserId: string): Promise<Contact>
  /** @throws not_a_chat_member */
  chat(chatId: string): Promise<Chat>
}

interface Caller {
  userid: string
  signal: AbortSignal
  refresh: boolean
}

function once<T>(judge: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const judged = new Map<string, Promise<T>>()
  return (id) => {
    const known = judged.get(id) ?? judge(id)
    judged.set(id, known)
    return known
  }
}

export function createRights(access: Permissions, { userid, signal, refresh }: Caller): Rights {
  return {
    contact: once((id) => access.contact(userid, id, signal, { refresh })),
    chat: once((id) => access.chat(userid, id, signal, { refresh })),
  }
}
