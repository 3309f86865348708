export type Reply = Record<string, unknown> | 'never'
type Replies = Record<string, Reply | ((params: Record<string, unknown>) => Reply)>

declare global {
  interface Window {
    WeixinJSBridge?: unknown
  }
}

const good: Replies = {
  agentConfig: { err_msg: 'agentConfig:ok' },
  getContext: { err_msg: 'getContext:ok', entry: 'single_chat_tools' },
  getCurExternalContact: { err_msg: 'getCurExternalContact:ok', userId: 'wmAAA' },
  getCurExternalChat: { err_msg: 'getCurExternalChat:ok', chatId: 'wrAAA' },
}

export function pretendWeCom(agent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/129.0.0.0 wxwork/4.1.36'): void {
  Object.defineProperty(navigator, 'userAgent', { value: agent, configurable: true })
}

/** What the client adds to the page. It answers each call once, later, with a new object. */
export function createFakeBridge() {
  let replies: Replies = good
  let waitMs = 0
  const calls: { name: string; params: Record<string, unknown> }[] = []
  function invoke(name: string, params: Record<string, unknown>, answer: (value: unknown) => void): void {
    calls.push({ name, params })
    const reply = replies[name] ?? { err_msg: `${name}:function_not_exist` }
    const value = typeof reply === 'function' ? reply(params) : reply
    if (value === 'never') return
    if (waitMs > 0) setTimeout(() => answer({ ...value }), waitMs)
    else queueMicrotask(() => answer({ ...value }))
  }
  return {
    calls,
    names: () => calls.map(({ name }) => name),
    install: () => (window.WeixinJSBridge = { invoke, on: () => undefined }),
    /** How long each answer takes. */
    slow: (ms: number) => (waitMs = ms),
    reply: (some: Replies) => (replies = { ...good, ...some }),
  }
}
