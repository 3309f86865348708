import type { Content } from '#contract/content'
import type { Host, HostContext, SendOutcome } from '../host/host.ts'
import { keyOf } from './key-of.ts'

/** `elsewhere`: another chat is open by now. `unconfirmed`: the client did not say which. Either way nothing was placed. */
export type Placing = SendOutcome | { kind: 'elsewhere' } | { kind: 'unconfirmed' }

/**
 * Asks once more which chat is open, then sends. Cannot be aborted: once begun, the answer is needed even when
 * the user looks at something else by then.
 */
export async function placeInChat(host: Host, expected: HostContext, content: Content): Promise<Placing> {
  const { signal } = new AbortController()
  const open = await host.context(signal).catch(() => null)
  if (!open) return { kind: 'unconfirmed' }
  if (keyOf(expected) !== keyOf(open)) return { kind: 'elsewhere' }
  return host.canSend() ? host.send(content, signal) : { kind: 'refused', code: 'not_here' }
}
