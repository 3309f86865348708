import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance } from 'fastify'
import { registerControl } from './control.ts'
import { createCookieLedger } from './cookie-ledger.ts'
import { createDevelopment, type Development } from './development.ts'
import { createProxy } from './proxy.ts'
import type { Panels } from '../panels/panels.ts'
import type { Simulators } from '../vendors/simulators.ts'
import { readClient } from '../vendors/wecom/client.ts'

export interface PublicServerOptions {
  root: string
  port: number
  host: string
  isDev: boolean
}

/** The servers behind the origin, once everything has started. */
export interface Behind {
  bff: URL
  simulators: Simulators
  panels: Panels
}

export interface PublicServer {
  origin: string
  /** From now on forwards requests to these servers. */
  serve(behind: Behind): void
  close(): Promise<void>
}

const isSandbox = (url: string | undefined) => /^\/sandbox(\/|$|\?)/.test(url ?? '')
const isControl = (url: string | undefined) => /^\/sandbox\/(control|avatar|wecom)\//.test(url ?? '')
/** Paths that always go to the BFF, never to the bundler. */
const isBff = (url: string | undefined) =>
  /^\/(\?|$|index\.html|api\/|auth\/|admin(\/|\?|$)|wecom\/|orders\/|embed\/|\.well-known\/|healthz|readyz|metrics)/.test(
    url ?? '',
  )

/** While the sandbox is starting: a page that reloads itself. */
function starting(response: ServerResponse): void {
  const headers = { 'content-type': 'text/html; charset=utf-8', refresh: '1', 'cache-control': 'no-store' }
  response.writeHead(503, headers).end('<!doctype html><meta charset="utf-8"><p>侧边台正在启动…</p>')
}

/** Serves the pages by which WeCom signs in on this origin, because the browser cannot reach the simulator itself. */
function registerSignInPages(app: FastifyInstance, simulators: () => Simulators): void {
  app.get('/sandbox/wecom/*', async (request, reply) => {
    const url = simulators().vendors.wecom.url + request.url.slice('/sandbox/wecom'.length)
    const { cookie = '' } = request.headers
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const name of ['content-type', 'location']) {
      const value = answer.headers.get(name)
      if (value) reply.header(name, value)
    }
    const body = answer.body as ReadableStream<Uint8Array> | null
    return reply.code(answer.status).send(body ? Readable.fromWeb(body) : '')
  })
}

/** The only public origin: the workbench and its control API under `/sandbox/`, the product everywhere else. */
export async function startPublicServer({ root, port, host, isDev }: PublicServerOptions): Promise<PublicServer> {
  const cookies = createCookieLedger()
  let behind: Behind | null = null
  let development: Development | null = null
  const started = () => {
    if (!behind) throw new Error('the sandbox is still starting')
    return behind
  }
  const simulators = () => started().simulators
  const proxy = createProxy({
    target: () => behind?.bff ?? null,
    cookies,
    ...(isDev ? { transformHtml: (url, html) => development?.transformHtml(url, html) ?? Promise.resolve(html) } : {}),
  })

  type Handler = (request: IncomingMessage, response: ServerResponse) => void

  function route(request: IncomingMessage, response: ServerResponse, own: Handler): void {
    const { url } = request
    const isCut = !isSandbox(url) && readClient(request.headers.cookie)?.isOffline
    if (!behind) starting(response)
    else if (isCut) request.socket.destroy()
    else if (isControl(url) || (isSandbox(url) && !development)) own(request, response)
    else if (isSandbox(url)) development?.workbench(request, response, () => own(request, response))
    else if (development && !isBff(url)) development.app(request, response, () => proxy.forward(request, response))
    else proxy.forward(request, response)
  }

  const app = fastify({
    forceCloseConnections: true,
    serverFactory: (own) => createServer((request, response) => route(request, response, own)),
  })
  registerControl(app, { simulators, panels: () => started().panels, cookies })
  registerSignInPages(app, simulators)
  app.get('/sandbox', (_request, reply) => reply.redirect('/sandbox/'))
  const workbench = join(root, 'dist/workbench')
  if (!isDev && existsSync(workbench)) await app.register(fastifyStatic, { root: workbench, prefix: '/sandbox/' })
  await app.listen({ port, host })
  if (isDev) development = await createDevelopment(root, app.server)

  const address = app.server.address()
  return {
    origin: `http://localhost:${typeof address === 'object' && address ? address.port : port}`,
    serve: (next) => {
      behind = next
    },
    close: async () => {
      await development?.close()
      await app.close()
      proxy.close()
    },
  }
}
