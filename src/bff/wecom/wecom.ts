import type { Signature } from '#contract/session'

/** A customer with all their followers [externalcontact/get, all pages]. */
export interface Contact {
  externalUserId: string
  /** The same for all apps of the company's open platform account; null where WeCom gives none. */
  unionId: string | null
  /** As the customer wrote it: it may be empty, or show nothing. */
  name: string
  avatar: string | null
  kind: 'wechat' | 'wecom'
  corpName: string | null
  position: string | null
  followers: Follower[]
  /** False where a follower could not be read: who is not among them may be one. */
  isWhole: boolean
}

/** One `follow_user` row. */
export interface Follower {
  userid: string
  remark: string | null
  description: string | null
  remarkCorpName: string | null
  mobiles: string[]
  /** A salesperson's own tag has no id, one of another app may come without its name. */
  tags: { id: string | null; group: string | null; name: string | null }[]
  addWay: number | null
  /** Epoch ms. */
  followedAt: number | null
}

/** A customer group [externalcontact/groupchat/get]. */
export interface Chat {
  chatId: string
  name: string | null
  /** Null where the owner has left. */
  owner: string | null
  admins: string[]
  notice: string | null
  /** Epoch ms. */
  createdAt: number | null
  /** `isExternal`: not known to be a colleague. */
  members: { id: string; isExternal: boolean; name: string | null }[]
  /** False where a member could not be read: who is not among them may be one. */
  isWhole: boolean
}

/** What WeCom says of a userid [user/get]. */
export interface Member {
  /** Null where the app may not see it. */
  name: string | null
  /** Deleted, outside the app's visible range, disabled, or has left the company. */
  isGone: boolean
}

/** Tells who may serve customers. */
export const rightsCall = 'externalcontact/get_follow_user_list'

/** Everybody whom the app may see. */
export interface Directory {
  members: { userid: string; name: string; departments: string[]; hasCustomerRight: boolean }[]
  /** There are more than are read. */
  isCut: boolean
  /** How many may serve customers but are not visible to the app. */
  outside: number
  /** Operations that WeCom did not answer for this app, or not in a way that can be read. */
  refused: string[]
}

/**
 * The part of WeCom's server API that the product needs. Every call rejects with an UpstreamError
 * (source `wecom`) or with the AppError of the contract that its error code means [docs/vendors/wecom.md#error-codes].
 */
/** How many departments are read, of how many. */
export type OnRead = (read: number, of: number) => Promise<void>

export interface Wecom {
  /** OAuth code → user; `userid` is null for a person who is not a member. */
  userOfCode(code: string, signal: AbortSignal): Promise<{ userid: string | null }>
  /** Whether this userid is a member's, asked anew. */
  member(userid: string, signal: AbortSignal): Promise<Member>
  /** The member's name; null where the app may not see it. Cached. */
  nameOf(userid: string, signal: AbortSignal): Promise<string | null>
  /** @throws not_a_follower where WeCom does not tell of this contact */
  contact(externalUserId: string, signal: AbortSignal): Promise<Contact>
  /** @throws not_a_chat_member where WeCom does not tell of this group */
  chat(chatId: string, signal: AbortSignal): Promise<Chat>
  /** Everybody whom the app may see, and who may serve customers: one call a department. `onRead` hears after each of them. */
  directory(signal: AbortSignal, onRead?: OnRead): Promise<Directory>
  /** Ids of the groups that this member owns [groupchat/list, all pages]. */
  ownedChatIds(userid: string, signal: AbortSignal): Promise<string[]>
  /** A temporary file, of at most some megabytes [media/get]. @throws not_found where WeCom has it no more */
  media(mediaId: string, signal: AbortSignal): Promise<Buffer>
  /** Signs one page URL with the app's own ticket. */
  signature(url: string, signal: AbortSignal): Promise<Signature>
}
