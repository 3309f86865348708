import type { Content } from '#contract/work'
import type { Host, HostContext, SendOutcome } from '../../src/app/host/host.ts'

/** A client whose open chat and answers the test decides. */
export function createFakeHost(first: HostContext) {
  const sent: Content[] = []
  const state = {
    open: first as HostContext | Error,
    canSend: true,
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
  }
  return { host, sent, state }
}
