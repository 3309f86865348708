import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** A proxy on loopback that forwards to the simulator and changes its answers. */
export interface Liar {
  url: string
  /** Changes the JSON of an operation; null: no change. */
  lie: ((operation: string, json: string) => string) | null
  /** The simulator's real answer for each operation: the first, or the longest. */
  answers: Map<string, string>
  close(): Promise<void>
}

const hopByHop = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect'])

/** The parts of 勤策's paths that differ in every call: ids, timestamps and digests. */
const moving = /\/(?:[\da-f-]{32,}|\d{5,})(?=\/|$)/g

/** The path without these parts; 芸众 names some operations in the query, the order system all of them in the body. */
export function operationOf(url: string, body: string | null = null): string {
  const { pathname, searchParams } = new URL(url, 'http://vendor')
  if (pathname.endsWith('/orders') && body !== null) return String((JSON.parse(body) as { type?: unknown }).type)
  return searchParams.get('route') ?? pathname.replaceAll(moving, '')
}

function headersOf({ headers }: IncomingMessage): Headers {
  const kept = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (!hopByHop.has(name) && value !== undefined) kept.set(name, String(value))
  }
  return kept
}

/** Starts the proxy in front of the simulator at `target`. */
export async function startLiar(target: string, keeps: 'first' | 'longest' = 'first'): Promise<Liar> {
  const liar: Liar = { url: '', lie: null, answers: new Map(), close }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/'
    const method = request.method ?? 'GET'
    const body = method === 'GET' ? null : await text(request)
    const real = await fetch(target + url, { method, headers: headersOf(request), body, redirect: 'manual' })
    const told = await real.text()
    const type = real.headers.get('content-type') ?? ''
    const isJson = type.includes('json') && told !== ''
    const operation = operationOf(url, body)
    const kept = liar.answers.get(operation)
    const isWanted = kept === undefined || (keeps === 'longest' && told.length > kept.length)
    if (isJson && isWanted) liar.answers.set(operation, told)
    const cookies = real.headers.getSetCookie()
    response.writeHead(real.status, { 'content-type': type, ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) })
    response.end(isJson && liar.lie ? liar.lie(operation, told) : told)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  liar.url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

  async function close(): Promise<void> {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return liar
}
