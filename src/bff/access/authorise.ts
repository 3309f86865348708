import type { Permissions, PermissionOptions } from './permissions.ts'

interface Subject {
  externalUserId?: string
  chatId?: string
}

interface Caller extends PermissionOptions {
  staff: { userid: string }
  signal: AbortSignal
}

/** Whether the caller may see the subject that a call is about; everybody may see what is his own. */
export function createAuthorise({ requireContact, requireChat }: Permissions) {
  return async (
    { externalUserId, chatId }: Subject,
    { staff: { userid }, signal, refresh = false }: Caller,
  ): Promise<void> => {
    if (externalUserId !== undefined) await requireContact(userid, externalUserId, signal, { refresh })
    if (chatId !== undefined) await requireChat(userid, chatId, signal, { refresh })
  }
}
