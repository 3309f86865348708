import type { Content } from '#contract/content'

/** Whom or what the sidebar was opened beside. */
export type HostContext =
  | { kind: 'contact'; externalUserId: string }
  | { kind: 'chat'; chatId: string }
  /** Opened from the workbench: nobody is open, so it is about me. */
  | { kind: 'me' }

/** Whose chat is to be opened: a contact's, or a customer group. */
export type ChatTarget = Exclude<HostContext, { kind: 'me' }>

/** Why the client put nothing into the chat. The list is closed; `pushes/push-words.ts` has a sentence for each. */
export type RefusalCode = 'no_permission' | 'cancelled' | 'not_supported' | 'not_here' | 'bad_content' | 'failed'

/** `ok` says that it stands in the input, not that it was sent. `unknown`: the client never answered. */
export type SendOutcome = { kind: 'ok' } | { kind: 'refused'; code: RefusalCode } | { kind: 'unknown' }

/** The WeCom client around the page. */
export interface Host {
  /** Asks who is open now. @throws HostError; ProblemError when the signature could not be had */
  context(signal: AbortSignal): Promise<HostContext>
  /** Whether the page stands beside a chat that takes messages, as of the last `context`. */
  canSend(): boolean
  /** Puts content into the open chat's input. Never rejects but by the signal. */
  send(content: Content, signal: AbortSignal): Promise<SendOutcome>
  /** Goes to a chat of the client. False when the client refuses or never answers. */
  openChat(target: ChatTarget): Promise<boolean>
}
