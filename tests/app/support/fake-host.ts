import type { Content } from '#contract/content'
import type { ChatTarget, Host, HostContext, SendOutcome } from '../../../src/app/host/host.ts'

/** A client whose open chat and answers the test sets. */
export function createFakeHost(first: HostContext) {
  const sent: Content[] = []
  const opened: ChatTarget[] = []
  const links: string[] = []
  const state = {
    open: first as HostContext | Error,
    canSend: true,
    canOpen: true,
    /** Null: the client leaves addresses to ordinary links. */
    opensLinks: null as boolean | null,
    /** Null: the chat is in view beside the page. */
    goesBack: null as boolean | null,
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
    openLink: (url) => {
      if (state.opensLinks === null) return null
      links.push(url)
      return Promise.resolve(state.opensLinks)
    },
    backToChat: () => (state.goesBack === null ? null : Promise.resolve(state.goesBack)),
  }
  return { host, sent, opened, links, state }
}
