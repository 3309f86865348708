import { readChatMessage, type PlacedMessage } from './chat-message.ts'
import { readPageMessage, type HostMessage, type PageMessage } from './bridge-protocol.ts'
import type { Conversation } from './control.ts'
import type { CallFault, Entry } from './settings.ts'

type Result = Record<string, unknown> & { err_msg: string }
type Invoke = Extract<PageMessage, { kind: 'invoke' }>

/** The client's state when a call arrives. */
export interface HostState {
  entry: Exclude<Entry, 'auto'>
  /** The open chat; null on the client's app page. */
  conversation: Pick<Conversation, 'id' | 'kind' | 'targetId'> | null
  faultOf(name: string): CallFault
}

export interface HostDeps {
  state: () => HostState
  /** WeCom's check of a signature for the page. */
  judge(params: Record<string, unknown>, url: string): Promise<Result>
  frame: () => HTMLIFrameElement | null
  /** Puts a message into the input of a chat. */
  place(conversationId: string, message: PlacedMessage): void
  /** Opens the conversation with this contact or group; false if the current user may not have one. */
  open(targetId: string): boolean | Promise<boolean>
  /** Shows an address in the system's browser. */
  browse(url: string): void
  /** Takes the page away, as the client does. */
  close(): void
  /** Reports each call of the page, for the list of calls. */
  onCall?: (name: string, result: Result | null) => void
}

const sendingEntries = new Set<Entry>(['single_chat_tools', 'group_chat_tools', 'single_kf_tools'])
const contactEntries = new Set<Entry>(['single_chat_tools', 'contact_profile', 'single_kf_tools'])

function currentContact({ entry, conversation }: HostState): Result {
  const isOpen = contactEntries.has(entry) && conversation?.kind === 'contact'
  return isOpen
    ? { err_msg: 'getCurExternalContact:ok', userId: conversation.targetId }
    : { err_msg: 'getCurExternalContact:fail without context of external contact' }
}

function currentChat({ entry, conversation }: HostState): Result {
  const isOpen = entry === 'group_chat_tools' && conversation?.kind === 'group'
  return isOpen
    ? { err_msg: 'getCurExternalChat:ok', chatId: conversation.targetId }
    : { err_msg: 'getCurExternalChat:fail without context of external chat' }
}

function answerOf(name: string, state: HostState): Result {
  if (name === 'getContext') return { err_msg: 'getContext:ok', entry: state.entry }
  if (name === 'getCurExternalContact') return currentContact(state)
  if (name === 'getCurExternalChat') return currentChat(state)
  return { err_msg: `${name}:ok` }
}

const faulty: Record<Exclude<CallFault, 'none' | 'never' | 'unanswered'>, (name: string) => Result> = {
  no_permission: (name) => ({ err_msg: `${name}:fail_no permission` }),
  invalid_signature: (name) => ({ err_msg: `${name}:fail_invalid signature`, err_code: 40093 }),
  cancel: (name) => ({ err_msg: `${name}:cancel` }),
}

const listOf = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])

/** The client's side of the bridge: grants the calls that `agentConfig` asked for, and answers them for the open chat. */
export function createHost({ state, judge, frame, place, open, browse, close, onCall }: HostDeps) {
  let granted = new Set<string>()

  function tell(message: HostMessage): void {
    frame()?.contentWindow?.postMessage(message, window.location.origin)
  }

  /** Null, which means no answer, if the signature could not be checked. */
  async function configure({ params, url }: Invoke): Promise<Result | null> {
    const verdict = await judge(params, url).catch(() => null)
    if (!verdict) return null
    const names = listOf(params.jsApiList)
    if (verdict.err_msg !== 'agentConfig:ok') return verdict
    granted = new Set(names)
    return { ...verdict, checkResult: Object.fromEntries(names.map((name) => [name, true])) }
  }

  /** Puts the message into the input of the currently open chat, even if the page shows another one. */
  function sendChatMessage(params: Record<string, unknown>): Result {
    const { entry, conversation } = state()
    const isHere = sendingEntries.has(entry) && conversation !== null && conversation.kind !== 'colleague'
    if (!isHere) return { err_msg: 'sendChatMessage:fail without context of external chat' }
    const message = readChatMessage(params)
    if ('err_msg' in message) return message
    place(conversation.id, message)
    return { err_msg: 'sendChatMessage:ok' }
  }

  /** Opens a chat with one contact, colleague or group, not a new one with several people. The SDK joins lists with semicolons. */
  async function openEnterpriseChat({ chatId, externalUserIds, userIds }: Record<string, unknown>): Promise<Result> {
    const targets = String(chatId || externalUserIds || userIds).split(';')
    const [target = ''] = targets
    const isOpened = targets.length === 1 && (await open(target))
    return { err_msg: `openEnterpriseChat:${isOpened ? 'ok' : 'fail unsupported chat'}` }
  }

  function openDefaultBrowser({ url }: Record<string, unknown>): Result {
    const isWeb = typeof url === 'string' && /^https?:/.test(url)
    if (isWeb) browse(url)
    return { err_msg: `openDefaultBrowser:${isWeb ? 'ok' : 'fail invalid url'}` }
  }

  function closeWindow(): Result {
    close()
    return { err_msg: 'closeWindow:ok' }
  }

  async function done(call: Invoke): Promise<Result | null> {
    if (call.name === 'agentConfig') return configure(call)
    if (!granted.has(call.name)) return faulty.no_permission(call.name)
    if (call.name === 'openEnterpriseChat') return openEnterpriseChat(call.params)
    if (call.name === 'openDefaultBrowser') return openDefaultBrowser(call.params)
    if (call.name === 'closeWindow') return closeWindow()
    return call.name === 'sendChatMessage' ? sendChatMessage(call.params) : answerOf(call.name, state())
  }

  async function resultOf(call: Invoke): Promise<Result | null> {
    const fault = state().faultOf(call.name)
    if (fault === 'never') return null
    if (fault === 'none') return done(call)
    if (fault !== 'unanswered') return faulty[fault](call.name)
    await done(call)
    return null
  }

  async function answer(call: Invoke): Promise<void> {
    const result = await resultOf(call)
    onCall?.(call.name, result)
    if (result) tell({ to: 'bridge', kind: 'answer', id: call.id, result })
  }

  function hear(event: MessageEvent): void {
    const isPage = event.source === frame()?.contentWindow && event.origin === window.location.origin
    const message = isPage ? readPageMessage(event.data) : null
    if (message?.kind === 'opened') granted = new Set()
    if (message?.kind === 'invoke') void answer(message)
  }

  return { hear, refocus: () => tell({ to: 'bridge', kind: 'refocus' }) }
}
