/** Whom or what the sidebar was opened beside. */
export type HostContext =
  | { kind: 'contact'; externalUserId: string }
  | { kind: 'chat'; chatId: string }
  /** Opened from the workbench: nobody is open, so it is about me. */
  | { kind: 'me' }

/** The WeCom client around the page. */
export interface Host {
  /** Asks who is open now. @throws HostError; ProblemError when the signature could not be had */
  context(signal: AbortSignal): Promise<HostContext>
}
