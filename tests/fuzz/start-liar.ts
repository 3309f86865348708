import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** A vendor on loopback that asks the simulator, and then says something else. */
export interface Liar {
  url: string
  /** What it does to the JSON of an operation; null: nothing. */
  lie: ((operation: string, json: string) => string) | null
  /** What the simulator said to each operation: the first, or the longest. */
  answers: Map<string, string>
  close(): Promise<void>
}

const hopByHop = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect'])

/** What changes from call to call: ids, stamps and digests of 勤策. */
const moving = /\/(?:[\da-f-]{32,}|\d{5,})(?=\/|$)/g

/** The path without that; 芸众 names some of its operations in the query. */
export function operationOf(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://vendor')
  return searchParams.get('route') ?? pathname.replaceAll(moving, '')
}

function headersOf({ headers }: IncomingMessage): Headers {
  const kept = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    if (!hopByHop.has(name) && value !== undefined) kept.set(name, String(value))
  }
  return kept
}

/** Starts it in front of the simulator at `target`. */
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
    const operation = operationOf(url)
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
