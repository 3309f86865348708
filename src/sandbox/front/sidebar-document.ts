import type { IncomingHttpHeaders } from 'node:http'
import { readClient, type Client } from '../vendors/wecom/client.ts'
import { userAgentOf } from '../vendors/wecom/user-agent.ts'

/** How late a `late` bridge is: shorter than the page's own deadline for it. */
const lateMs = 2000

/**
 * The simulated client of a request for the document in the workbench's sidebar.
 * Null for all other requests: a visit in an ordinary browser tab is left unchanged, and what 企客聊 opens.
 */
export function sidebarClient(headers: IncomingHttpHeaders, url: string): Client | null {
  const isSidebar = headers['sec-fetch-dest'] === 'iframe' && !url.startsWith('/embed/')
  return isSidebar ? readClient(headers.cookie) : null
}

/** The request headers as this client's WebView would send them, without those that could yield a 304. */
export function asWebView(headers: IncomingHttpHeaders, client: Client): IncomingHttpHeaders {
  const { 'if-none-match': _tag, 'if-modified-since': _since, ...kept } = headers
  return { ...kept, 'user-agent': userAgentOf(client.version, client.isDark), 'accept-encoding': 'identity' }
}

/** The answer's headers, changed so that the workbench may frame the page and it is not cached. */
export function asFramed(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { 'x-frame-options': _frame, 'content-length': _length, etag: _tag, ...kept } = headers
  const policy = String(kept['content-security-policy'] ?? '').replace(/frame-ancestors[^;]*/, "frame-ancestors 'self'")
  return { ...kept, ...(policy ? { 'content-security-policy': policy } : {}), 'cache-control': 'no-store' }
}

/** Inserts the host bridge before the page's first script; a page without scripts does not need it. */
export function withBridge(html: string, client: Client): string {
  if (!/<script/i.test(html)) return html
  const attributes = {
    src: '/sandbox/bridge.js',
    'data-user-agent': userAgentOf(client.version, client.isDark),
    'data-bridge': client.bridge,
    'data-late-ms': String(lateMs),
  }
  const text = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
  const tag = `<script${text.join('')}></script>`
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + tag) : tag + html
}
