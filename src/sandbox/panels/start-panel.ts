import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { badPage, scriptAt } from './bad-page.ts'
import { unframed, type Behaviour } from './behaviours.ts'
import { loadExample } from './example.ts'

export interface PanelServerOptions {
  /** Folder of the project. */
  root: string
  /** The sidebar's origin. */
  sidedesk: string
  /** What the example shows, by the claims of a good token. */
  read: (claims: unknown) => unknown
}

export interface PanelServer {
  origin: string
  behaviour: Behaviour
  close(): Promise<void>
}

/** Paths of the third origin; they speak to the sidebar as if they were the panel. */
const elsewhere: ReadonlySet<string> = new Set(['/login', '/elsewhere', '/nested'])
const scripts = '/pages/'

/** Serves a page of the company's own at an origin of its own: the example of `docs/panels`, or a bad page. */
export async function startPanel({ root, sidedesk, read }: PanelServerOptions): Promise<PanelServer> {
  const createExample = await loadExample(root)
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const origin = `http://localhost:${port}`
  // The same server under its other name is another origin.
  const origins = { sidedesk, third: `http://127.0.0.1:${port}` }
  const example = createExample({ sidedesk, origin, read })
  const panel: PanelServer = { origin, behaviour: 'ok', close }

  async function script(response: ServerResponse, name: string): Promise<void> {
    const text = await scriptAt(root, name)
    response.writeHead(text === null ? 404 : 200, { 'content-type': 'text/javascript; charset=utf-8' }).end(text)
  }

  function page(response: ServerResponse, name: string, headers: Record<string, string> = {}): void {
    const usual = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
    response.writeHead(200, { ...usual, ...headers }).end(badPage(name, origins))
  }

  function misbehave(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour): void {
    const headers = unframed[behaviour]
    if (behaviour === 'down') request.socket.destroy()
    else if (behaviour === 'redirect-to-login') response.writeHead(302, { location: `${origins.third}/login` }).end()
    else page(response, headers ? 'ready' : behaviour, headers)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', origin)
    if (pathname.startsWith(scripts)) await script(response, pathname.slice(scripts.length))
    else if (elsewhere.has(pathname)) page(response, 'nested')
    else if (panel.behaviour === 'ok') await example(request, response)
    else misbehave(request, response, panel.behaviour)
  }

  async function close(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }

  return panel
}
