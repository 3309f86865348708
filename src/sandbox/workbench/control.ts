/** One message of a conversation, as the simulated client shows it. */
export interface Message {
  name: string
  avatar: string
  isOwn: boolean
  text: string
  /** Small print of a card: a link, a mini program, a file. */
  card?: string
  /** Unix ms. */
  at: number
}

export interface Conversation {
  id: string
  kind: 'contact' | 'group' | 'colleague'
  targetId: string
  avatar: string
  title: string
  suffix: string
  from: 'wechat' | 'wecom' | 'group' | 'colleague'
  memberCount?: number
  messages: Message[]
}

export interface Person {
  userid: string
  name: string
  avatar: string
  /** Whether the admin pages are open to them. */
  isAdministrator?: true
  /** Their login at 芸众. */
  yunzhong?: { mobile: string; password: string }
}

/** What the simulated 企客聊 shows. */
export interface QikeliaoState {
  /** Colleagues, with their user names in the own order system. */
  people: { user: string; name: string }[]
  friends: {
    friendId: string
    name: string
    phone: string
    wechat: string
    messages: Pick<Message, 'isOwn' | 'text' | 'at'>[]
  }[]
  quirks: string[]
}

export interface ControlState {
  user: string
  people: Person[]
  conversations: Conversation[]
  faults: Record<string, string>
  choices: { faults: string[]; versions: string[]; bridges: string[] }
}

async function call<Answer>(path: string, body?: unknown): Promise<Answer> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  }
  const response = await fetch(`/sandbox/control/${path}`, body === undefined ? {} : init)
  if (!response.ok) throw new Error(`control ${path}: ${response.status}`)
  const answer: Answer = await response.json()
  return answer
}

/** The control API. It has the same origin and build, so its answers are not parsed. */
export const control = {
  state: () => call<ControlState>('state'),
  setClient: (client: { user: string; version: string; isDark: boolean; isOffline: boolean; bridge: string }) =>
    call<ControlState>('client', client),
  /** Opens a chat that may not be in the list yet. */
  converse: (targetId: string) => call<ControlState>('converse', { targetId }),
  setFault: (vendor: string, fault: string) => call<ControlState>('fault', { vendor, fault }),
  reset: () => call<ControlState>('reset', {}),
  /** What people do in WeCom; the app gets an event for it. */
  act: (name: string, args: string[]) => call<{ result: null }>('act', { vendor: 'wecom', name, args }),
  /** What happens in the order system for this contact; it says in a sentence what that was. */
  actInOrders: (name: string, externalUserId: string) =>
    call<{ result: string }>('act', { vendor: 'orders', name, args: [externalUserId] }),
  qikeliao: () => call<QikeliaoState>('qikeliao'),
  /** The address that one of 企客聊's buttons opens. */
  openInQikeliao: (opening: { user: string; friendId: string; quirk: string }) =>
    call<{ url: string }>('qikeliao/open', opening),
  expireYunzhong: () => call<{ result: null }>('act', { vendor: 'yunzhong', name: 'expireSessions' }),
  /** Has the product read everything again, as somebody who pulls the list down. */
  refresh: () =>
    fetch('/api/me/board', { headers: { 'cache-control': 'no-cache' } })
      .then((answer) => answer.text())
      .catch(() => ''),
  expireTokens: () => call<ControlState>('expire-tokens', {}),
  judgeAgentConfig: (params: Record<string, unknown>, url: string) =>
    call<Record<string, unknown> & { err_msg: string }>('agent-config', { params, url }),
}
