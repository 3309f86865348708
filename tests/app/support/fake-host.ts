import type { Content } from '#contract/content'
import type { ChatTarget, Host, HostContext, SendOutcome } from '../../../src/app/host/host.ts'

/** A client whose open chat and answers the test sets. */
export function createFakeHost(first: HostContext) {
  const sent: Content[] = []
  const opened: ChatTarget[] = []
  const state = {
    open: first as HostContext | Error,
    canSend: true,
    canOpen: true,
    answer: (async () => ({ kind: 'ok' })) as (content: Content) => Promise<SendOutcome>,
  }
  const host: Host = {
    context: async () => {
      if (state.open instanceof Error) throw state.open
      return state.open
    },
    canSend: () => state.canSend,
    send: (content) => {
      sent.push(content)
      return state.answer(content)
    },
    openChat: async (target) => {
      opened.push(target)
      return state.canOpen
    },
  }
  return { host, sent, opened, state }
}
