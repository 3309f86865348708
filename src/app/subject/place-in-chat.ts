import type { Content } from '#contract/content'
import type { Host, HostContext, SendOutcome } from '../host/host.ts'

/** `elsewhere`: another chat is open by now. `unconfirmed`: the client did not say which. Either way nothing was placed. */
export type Placing = SendOutcome | { kind: 'elsewhere' } | { kind: 'unconfirmed' }

function isSame(a: HostContext, b: HostContext): boolean {
  if (a.kind === 'contact') return b.kind === 'contact' && a.externalUserId === b.externalUserId
  return a.kind === 'chat' && b.kind === 'chat' && a.chatId === b.chatId
}

/**
 * Asks once more which chat is open, then sends. Cannot be aborted: once begun, the answer is needed even when
 * the user looks at something else by then.
 */
export async function placeInChat(host: Host, expected: HostContext, content: Content): Promise<Placing> {
  const { signal } = new AbortController()
  const open = await host.context(signal).catch(() => null)
  if (!open) return { kind: 'unconfirmed' }
  if (!isSame(expected, open)) return { kind: 'elsewhere' }
  return host.canSend() ? host.send(content, signal) : { kind: 'refused', code: 'not_here' }
}
