import { Agent, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { CookieLedger } from './cookie-ledger.ts'
import { asFramed, asWebView, sidebarClient, withBridge } from './sidebar-document.ts'
import type { Client } from '../vendors/wecom/client.ts'

export interface ProxyOptions {
  /** Where the BFF listens; null until it does. */
  target: () => URL | null
  cookies: CookieLedger
  /** Development only: prepares an HTML page for the bundler. */
  transformHtml?: (url: string, html: string) => Promise<string>
}

const isHtml = (message: IncomingMessage) => message.headers['content-type']?.startsWith('text/html') === true

function unavailable(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' }).end('侧边台的服务没有回应，请看终端里的输出')
}

/** This origin is the simulated client's, too: with its cookies and storage it would forget who uses it. */
function isolated(rawHeaders: readonly string[]): string[] {
  const at = rawHeaders.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'clear-site-data')
  return at < 0 ? [...rawHeaders] : [...rawHeaders.slice(0, at), ...rawHeaders.slice(at + 2)]
}

/**
 * Forwards every request to the BFF and its answer back, both unchanged but for `Clear-Site-Data`. Only the document
 * of the workbench's sidebar differs: it gets the WebView's user agent and the host bridge, and may be framed here.
 */
export function createProxy({ target, cookies, transformHtml }: ProxyOptions) {
  const agent = new Agent({ keepAlive: true })

  async function page(answer: IncomingMessage, response: ServerResponse, url: string, client: Client | null) {
    const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = answer.headers
    const original = await text(answer)
    const html = (await transformHtml?.(url, original)) ?? original
    const { 'content-security-policy': policy, ...kept } = client ? asFramed(headers) : headers
    // The bundler's development client writes inline styles, which the product's policy forbids.
    const shown = policy && !transformHtml ? { ...kept, 'content-security-policy': policy } : kept
    const { 'content-length': _length, ...final } = shown
    response.writeHead(answer.statusCode ?? 502, final).end(client ? withBridge(html, client) : html)
  }

  function answered(answer: IncomingMessage, response: ServerResponse, url: string, client: Client | null): void {
    cookies.note(answer.headers['set-cookie'] ?? [])
    const isChanged = isHtml(answer) && (client !== null || transformHtml !== undefined)
    if (isChanged) {
      page(answer, response, url, client).catch(() => unavailable(response))
      return
    }
    response.writeHead(answer.statusCode ?? 502, isolated(answer.rawHeaders))
    answer.pipe(response)
  }

  function forward(request: IncomingMessage, response: ServerResponse): void {
    const bff = target()
    if (!bff) {
      unavailable(response)
      return
    }
    const { method, url = '/' } = request
    const client = sidebarClient(request.headers, url)
    const headers = client ? asWebView(request.headers, client) : request.headers
    const options = { agent, host: bff.hostname, port: bff.port, path: url, headers, ...(method ? { method } : {}) }
    const upstream = send(options, (answer) => answered(answer, response, url, client))
    upstream.on('error', () => unavailable(response))
    response.on('close', () => upstream.destroy())
    request.pipe(upstream)
  }

  return { forward, close: () => agent.destroy() }
}
