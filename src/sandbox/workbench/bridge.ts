import type { HostMessage, PageMessage } from './bridge-protocol.ts'

;(() => {
  /**
   * Makes the sidebar's page look as if it ran in WeCom: the user agent, and `WeixinJSBridge`, whose calls the
   * workbench answers. A classic script before all others, because the SDK reads both while loading.
   */
  const install = (settings: DOMStringMap): void => {
    type Callback = (result: Record<string, unknown>) => void
    const { userAgent = '', bridge = 'ready', lateMs = '0' } = settings
    const pending = new Map<number, Callback>()
    let calls = 0

    const tell = (message: PageMessage) => window.parent.postMessage(message, window.location.origin)

    function readHostMessage(data: unknown): HostMessage | null {
      if (typeof data !== 'object' || data === null || Reflect.get(data, 'to') !== 'bridge') return null
      const kind: unknown = Reflect.get(data, 'kind')
      if (kind === 'refocus') return { to: 'bridge', kind }
      const id: unknown = Reflect.get(data, 'id')
      const result: unknown = Reflect.get(data, 'result')
      if (kind !== 'answer' || typeof id !== 'number' || typeof result !== 'object' || !result) return null
      return { to: 'bridge', kind, id, result: { ...result } }
    }

    function refocus(): void {
      document.dispatchEvent(new Event('visibilitychange'))
      window.dispatchEvent(new Event('focus'))
    }

    function hear(event: MessageEvent): void {
      if (event.source !== window.parent || event.origin !== window.location.origin) return
      const message = readHostMessage(event.data)
      if (message?.kind === 'refocus') refocus()
      if (message?.kind !== 'answer') return
      const callback = pending.get(message.id)
      pending.delete(message.id)
      callback?.(message.result)
    }

    function invoke(name: string, params: unknown, callback: unknown): void {
      calls += 1
      if (typeof callback === 'function') pending.set(calls, (result) => Reflect.apply(callback, null, [result]))
      // Parameters may contain functions (success, fail), which cannot be posted; the SDK calls those itself.
      const plain: unknown = JSON.parse(JSON.stringify(params ?? {}))
      const fields = typeof plain === 'object' ? { ...plain } : {}
      tell({ to: 'workbench', kind: 'invoke', id: calls, name, params: fields, url: window.location.href })
    }

    function arrive(): void {
      Reflect.set(window, 'WeixinJSBridge', { invoke, on: () => undefined })
      document.dispatchEvent(new Event('WeixinJSBridgeReady'))
    }

    Object.defineProperty(navigator, 'userAgent', { get: () => userAgent, configurable: true })
    Object.defineProperty(navigator, 'platform', { get: () => 'Win32', configurable: true })
    window.addEventListener('message', hear)
    tell({ to: 'workbench', kind: 'opened', url: window.location.href })
    if (bridge === 'ready') arrive()
    if (bridge === 'late') setTimeout(arrive, Number(lateMs))
  }

  if (window.parent !== window && document.currentScript) install({ ...document.currentScript.dataset })
})()
