import { ProblemError } from './problem-error.ts'

export const timeoutMs = 15_000

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
}

/** Whatever brings requests to the BFF. @throws ProblemError without an answer; the signal's own reason when aborted */
export type Send = (sending: Sending) => Promise<Received>

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** For the questions that go before the page's client has come: they are never aborted. */
export const sendBare: Send = async ({ method, url, query, body, headers }) => {
  const limit = new AbortController()
  const id = setTimeout(() => limit.abort(), timeoutMs)
  const search = query ? `?${new URLSearchParams({ ...query })}` : ''
  const content = body ? { body: JSON.stringify(body) } : {}
  const types = body ? { ...headers, 'Content-Type': 'application/json' } : headers
  try {
    const response = await fetch(url + search, { method, headers: types, signal: limit.signal, ...content })
    return { status: response.status, data: parsed(await response.text()) }
  } catch {
    throw new ProblemError(limit.signal.aborted ? 'no_answer' : 'offline')
  } finally {
    clearTimeout(id)
  }
}
