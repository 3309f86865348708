import { reasonOf } from './abort-reason.ts'
import { ProblemError } from './problem-error.ts'

/** Longer than the BFF's own deadline (`CALL_TIMEOUT_MS`, 15 s), which says in its answer what was late. */
export const timeoutMs = 20_000

/** One request, as the contract's table has it. */
export interface Sending {
  method: string
  url: string
  query: object | undefined
  body: object | undefined
  headers: Record<string, string>
  signal: AbortSignal | undefined
}

export interface Received {
  status: number
  data: unknown
  /** When the BFF answered. */
  date: unknown
}

/** Sends a request to the BFF. @throws ProblemError without an answer; the signal's own reason when aborted */
export type Send = (sending: Sending) => Promise<Received>

/** What is no JSON stays text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** `fetch` would deliver the answer later. */
function open({ method, url, query, body, headers }: Sending): XMLHttpRequest {
  const request = new XMLHttpRequest()
  request.open(method, query ? `${url}?${new URLSearchParams({ ...query })}` : url)
  request.timeout = timeoutMs
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  if (body) request.setRequestHeader('Content-Type', 'application/json')
  return request
}

const received = (request: XMLHttpRequest): Received => ({
  status: request.status,
  data: parsed(request.responseText),
  date: request.getResponseHeader('Date'),
})

/** Sends it, and settles with the whole answer. */
function finish(request: XMLHttpRequest, { body, signal }: Sending): Promise<Received> {
  return new Promise((resolve, reject) => {
    request.addEventListener('load', () => resolve(received(request)))
    request.addEventListener('timeout', () => reject(new ProblemError('no_answer')))
    request.addEventListener('error', () => reject(new ProblemError('offline')))
    signal?.addEventListener('abort', () => {
      request.abort()
      reject(reasonOf(signal))
    })
    request.send(body ? JSON.stringify(body) : null)
  })
}

/** Sends the requests made before the page's own client is loaded. */
export const sendBare: Send = (sending) => finish(open(sending), sending)

/** Sends a request that is answered by lines, and gives each while the rest is on its way. */
export type SendLines = (sending: Sending, onLine: (line: string) => void) => Promise<Received>

export const sendForLines: SendLines = (sending, onLine) => {
  const request = open(sending)
  let read = 0
  const onText = (): void => {
    if (request.status !== 200) return
    const text = request.responseText
    for (let end = text.indexOf('\n', read); end >= 0; end = text.indexOf('\n', read)) {
      const line = text.slice(read, end)
      read = end + 1
      onLine(line)
    }
  }
  // Either may be the first to tell of more, by engine.
  request.addEventListener('readystatechange', () => request.readyState >= 3 && onText())
  request.addEventListener('progress', onText)
  return finish(request, sending)
}
