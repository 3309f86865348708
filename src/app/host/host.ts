import type { Content } from '#contract/content'

/** What the sidebar was opened beside. */
export type HostContext =
  | { kind: 'contact'; externalUserId: string }
  | { kind: 'chat'; chatId: string }
  /** Opened from the workbench, without a chat: the board is about the user. */
  | { kind: 'me' }

/** The chat to open: a contact's, a customer group's, or a colleague's. */
export type ChatTarget = Exclude<HostContext, { kind: 'me' }> | { kind: 'colleague'; userid: string }

/** Why the client put nothing into the chat. A closed list; `features/pushes/push-words.ts` has a sentence for each. */
export type RefusalCode = 'no_permission' | 'cancelled' | 'not_supported' | 'not_here' | 'bad_content' | 'failed'

/** `ok`: it is in the chat's input, which does not mean sent. `unknown`: the client never answered. */
export type SendOutcome = { kind: 'ok' } | { kind: 'refused'; code: RefusalCode } | { kind: 'unknown' }

/** The WeCom client around the page. */
export interface Host {
  /** Asks which chat is open now. @throws HostError; ProblemError when no signature could be got */
  context(signal: AbortSignal): Promise<HostContext>
  /** Whether the sidebar is beside a chat that takes messages, as of the last `context`. */
  canSend(): boolean
  /** Puts content into the open chat's input. Rejects only when the signal aborts. */
  send(content: Content, signal: AbortSignal): Promise<SendOutcome>
  /** Goes to a chat of the client. False when the client refuses or never answers. */
  openChat(target: ChatTarget): Promise<boolean>
  /** Opens an address outside the page. False when the client refuses; null where an ordinary link is the way. */
  openLink(url: string): Promise<boolean> | null
  /** Goes back to the chat, where the page covers it. False when the client refuses; null where both are in view. */
  backToChat(): Promise<boolean> | null
}
