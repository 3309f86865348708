import type { IncomingHttpHeaders } from 'node:http'
import { readClient, type Client } from '../vendors/wecom/client.ts'
import { userAgentOf } from '../vendors/wecom/user-agent.ts'

/** How long a late bridge keeps the page waiting: shorter than any sensible deadline of the page. */
const lateMs = 2000

/**
 * The simulated client behind a request, where it is for the document in the workbench's sidebar.
 * Null for everything else: a plain visit of the page stays a plain visit.
 */
export function sidebarClient(headers: IncomingHttpHeaders): Client | null {
  return headers['sec-fetch-dest'] === 'iframe' ? readClient(headers.cookie) : null
}

/** The request as the WebView of that client would send it, and always for the whole document. */
export function asWebView(headers: IncomingHttpHeaders, client: Client): IncomingHttpHeaders {
  const { 'if-none-match': _tag, 'if-modified-since': _since, ...kept } = headers
  return { ...kept, 'user-agent': userAgentOf(client.version, client.isDark), 'accept-encoding': 'identity' }
}

/** The answer's headers, changed in what forbids framing by the workbench, and no more. */
export function asFramed(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { 'x-frame-options': _frame, 'content-length': _length, etag: _tag, ...kept } = headers
  const policy = String(kept['content-security-policy'] ?? '').replace(/frame-ancestors[^;]*/, "frame-ancestors 'self'")
  return { ...kept, ...(policy ? { 'content-security-policy': policy } : {}), 'cache-control': 'no-store' }
}

/** Puts the host bridge before every other script of the page; a page without any has no use for it. */
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
