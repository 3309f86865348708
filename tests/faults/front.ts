import { createServer as createHttps, type Server } from 'node:https'
import { request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { addressOf, certificates, forget } from './machine.ts'

/** The vendor's own answer. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** One request that reached the front, and the ways to answer it. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  body: string
  /** Number of earlier requests since the fault began. */
  index: number
  /** Forwards the request to the vendor, with another path or body if given. */
  forward(other?: { path?: string; body?: string }): Promise<Answer>
  /** Resets the connection, like a crashed host. */
  reset(): void
}

/** A fault of the connection (`wire`) or of the answers (`answer`). */
export interface Trouble {
  /** Changes the vendor when the trouble begins. */
  begin?(): void
  end?(): void
  wire?: 'refused' | 'unknown name' | 'stranger’s certificate' | 'no tls'
  answer?(exchange: Exchange): Promise<void> | void
}

export interface Front {
  /** The address that the BFF uses for the vendor. */
  url: string
  /** The most bytes sent for one answer. */
  mostSent(): number
  /** Starts this trouble and ends the previous one; null ends it. Closes all open connections. */
  suffer(trouble: Trouble | null): Promise<void>
  close(): Promise<void>
}

export interface FrontOptions {
  name: string
  /** The vendor's own URL. */
  target: string
}

export function pass(response: ServerResponse, { status, headers, body }: Answer): void {
  const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = headers
  response.writeHead(status, rest).end(body)
}

function forwardTo(target: string, { method, headers, url = '/' }: IncomingMessage, own: string): Exchange['forward'] {
  return ({ path = url, body = own } = {}) =>
    new Promise((resolve, reject) => {
      const { host: _host, 'content-length': _length, ...rest } = headers
      const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) }
      const asking = ask(
        new URL(path, target),
        { method: method ?? 'GET', headers: { ...rest, ...length } },
        (answer) => {
          text(answer).then(
            (told) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: told }),
            reject,
          )
        },
      )
      asking.once('error', reject).end(body)
    })
}

/** A TLS proxy between the BFF and one simulated vendor that can break connections and answers. */
export async function startFront({ name, target }: FrontOptions): Promise<Front> {
  const sockets = new Map<number, Socket>()
  let trouble: Trouble | null = null
  let index = 0
  let mostSent = 0

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const raw = sockets.get(request.socket.remotePort ?? 0)
    const before = raw?.bytesWritten ?? 0
    response.once('close', () => (mostSent = Math.max(mostSent, (raw?.bytesWritten ?? 0) - before)))
    const forward = forwardTo(target, request, body)
    const exchange = { request, response, body, index, forward, reset: () => raw?.resetAndDestroy() }
    index += 1
    if (trouble?.answer) return trouble.answer(exchange)
    pass(response, await forward())
  }

  const https: Server = createHttps({ ...certificates.vendors, keepAliveTimeout: 60_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  https.on('tlsClientError', () => null)
  const door = createServer((socket) => {
    sockets.set(socket.remotePort ?? 0, socket)
    socket.on('error', () => null)
    if (trouble?.wire === 'no tls') socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
    else https.emit('connection', socket)
  })
  const listen = (port: number) => new Promise<void>((resolve) => door.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const address = door.address()
  const port = typeof address === 'object' && address ? address.port : 0

  async function hangUp(): Promise<void> {
    for (const socket of sockets.values()) socket.destroy()
    sockets.clear()
    // The BFF has to notice this before its next request.
    await new Promise((resolve) => setTimeout(resolve, 5))
  }

  async function suffer(next: Trouble | null): Promise<void> {
    const wire = next?.wire
    trouble?.end?.()
    trouble = next
    index = 0
    next?.begin?.()
    forget(name, wire === 'unknown name')
    https.setSecureContext(wire === 'stranger’s certificate' ? certificates.stranger : certificates.vendors)
    if (wire === 'refused') door.close()
    await hangUp()
    if (wire !== 'refused' && !door.listening) await listen(port)
  }

  return {
    url: addressOf(name, port),
    mostSent: () => mostSent,
    suffer,
    async close() {
      await suffer(null)
      const closed = new Promise((resolve) => door.close(resolve))
      await hangUp()
      await closed
    },
  }
}
