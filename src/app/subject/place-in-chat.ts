import type { Content } from '#contract/content'
import type { Host, HostContext, SendOutcome } from '../host/host.ts'

/** `elsewhere`: another chat is open by now. `unconfirmed`: the client would not say which. Either way nothing was placed. */
export type Placing = SendOutcome | { kind: 'elsewhere' } | { kind: 'unconfirmed' }

function isSame(a: HostContext, b: HostContext): boolean {
  if (a.kind === 'contact') return b.kind === 'contact' && a.externalUserId === b.externalUserId
  return a.kind === 'chat' && b.kind === 'chat' && a.chatId === b.chatId
}

/**
 * Asks once more who is open, then sends. Not to be aborted: once it has begun, the answer must be heard, whatever
 * the salesperson looks at by then.
 */
export async function placeInChat(host: Host, expected: HostContext, content: Content): Promise<Placing> {
  const { signal } = new AbortController()
  const open = await host.context(signal).catch(() => null)
  if (!open) return { kind: 'unconfirmed' }
  if (!isSame(expected, open)) return { kind: 'elsewhere' }
  return host.canSend() ? host.send(content, signal) : { kind: 'refused', code: 'not_here' }
}
