import { reactive } from 'vue'
import type { Draft, PlacedMessage } from './chat-message.ts'
import type { Message } from './control.ts'

export interface Input {
  drafts: Draft[]
  /** Messages sent in the workbench; the simulated world does not know them. */
  sent: Message[]
}

/** The inputs of all chats; they keep their content while another chat is open. */
export function useDrafts() {
  const inputs = reactive(new Map<string, Input>())
  let last = 0

  const inputOf = (conversationId: string): Input => inputs.get(conversationId) ?? { drafts: [], sent: [] }

  function change(conversationId: string, patch: Partial<Input>): void {
    inputs.set(conversationId, { ...inputOf(conversationId), ...patch })
  }

  function place(conversationId: string, message: PlacedMessage): void {
    last += 1
    change(conversationId, { drafts: [...inputOf(conversationId).drafts, { ...message, id: last }] })
  }

  function discard(conversationId: string, id: number): void {
    change(conversationId, { drafts: inputOf(conversationId).drafts.filter((draft) => draft.id !== id) })
  }

  /** Sends all drafts in order, then the typed text. */
  function send(conversationId: string, typed: string, avatar: string): void {
    const { drafts, sent } = inputOf(conversationId)
    const own = { name: '', avatar, isOwn: true, at: Date.now() }
    const messages = drafts.map(({ kind, title, detail }): Message =>
      Object.assign({ text: title }, own, kind === 'text' ? {} : { card: detail }),
    )
    if (typed) messages.push({ ...own, text: typed })
    change(conversationId, { drafts: [], sent: [...sent, ...messages] })
  }

  return { inputOf, place, discard, send, clear: () => inputs.clear() }
}

export type Drafts = ReturnType<typeof useDrafts>
