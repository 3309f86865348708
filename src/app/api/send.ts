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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Sends the requests made before the page's own client is loaded; they are never aborted. `fetch` would deliver the answer later. */
export const sendBare: Send = ({ method, url, query, body, headers }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, query ? `${url}?${new URLSearchParams({ ...query })}` : url)
    request.timeout = timeoutMs
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    if (body) request.setRequestHeader('Content-Type', 'application/json')
    request.addEventListener('load', () =>
      resolve({
        status: request.status,
        data: parsed(request.responseText),
        date: request.getResponseHeader('Date'),
      }),
    )
    request.addEventListener('timeout', () => reject(new ProblemError('no_answer')))
    request.addEventListener('error', () => reject(new ProblemError('offline')))
    request.send(body ? JSON.stringify(body) : null)
  })
