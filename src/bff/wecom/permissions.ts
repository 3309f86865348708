import type { Chat, Contact } from './wecom.ts'

export interface PermissionOptions {
  /** What is known must not be older than this, where WeCom can be asked. */
  maxAgeMs?: number
}

/** Decides whom a salesperson may see. Both reject with an AppError of the contract, or fail closed. */
export interface Permissions {
  /** The contact, for one of its followers. @throws not_a_follower, not_a_contact */
  contact(userid: string, externalUserId: string, signal: AbortSignal, options?: PermissionOptions): Promise<Contact>
  /** The group, for its owner, an admin or a member. @throws not_a_chat_member, not_a_customer_chat */
  chat(userid: string, chatId: string, signal: AbortSignal, options?: PermissionOptions): Promise<Chat>
}
