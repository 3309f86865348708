import type { BoardCall, BoardLine } from '#contract/board'
import type { Answer, Body, Call, Params, Query } from '#contract/endpoint'
import type { Asked, Wide } from './asked.ts'
import { ProblemError, readProblem } from './problem-error.ts'
import { learnTime } from '../ui/server-time.ts'
import { parsed, sendBare, sendForLines, type Received, type Send, type SendLines } from './send.ts'
import { signedIn, signInAgain } from '../session/sign-in.ts'

let send: Send = sendBare
let sendLines: SendLines = sendForLines

/** All later calls are sent this way. */
export function sendBy(next: Send, nextLines: SendLines = sendLines): void {
  send = next
  sendLines = nextLines
}

/** Sends what is no call of the contract's table. */
export const sendPlainly: Send = (sending) => send(sending)

/** `/api/contacts/:id` with the parameters filled in. */
export function fillPath(path: string, params: Record<string, string> = {}): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function settle({ status, data, date }: Received): unknown {
  learnTime(date)
  if (status === 204) return null
  if (status >= 200 && status < 300) return data
  throw readProblem(data)
}

const isLine = (value: unknown): value is BoardLine => typeof value === 'object' && value !== null && 'part' in value

const headersOf = (accept: string, refresh = false) => ({
  Accept: accept,
  ...(refresh ? { 'Cache-Control': 'no-cache' } : {}),
})

/** A call that was refused for want of a session leaves the page for the login: no error is shown for a moment. */
async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    const answer = await work
    signedIn(window)
    return answer
  } catch (failure) {
    const isSignedOut = failure instanceof ProblemError && failure.code === 'unauthenticated'
    if (isSignedOut && signInAgain(window)) return new Promise(() => undefined)
    throw failure
  }
}

/**
 * Calls the BFF. The name is a key of the contract's table, which types the rest.
 * @throws ProblemError; the signal's own reason when it was aborted
 */
export async function call<C extends Call>(name: C, request: Asked<Params<C>, Query<C>, Body<C>>): Promise<Answer<C>> {
  const [method = 'GET', path = ''] = name.split(' ')
  const { params, query, body, signal, refresh } = request as Wide
  const headers = headersOf('application/json', refresh)
  const answer = send({ method, url: fillPath(path, params), query, body, headers, signal }).then(settle)
  return (await guarded(answer)) as Answer<C>
}

/**
 * Asks the BFF for a board, and gives each of its lines as it comes. Settles with the last.
 * @throws ProblemError; the signal's own reason when it was aborted
 */
export async function callBoard(
  name: BoardCall,
  { params, signal, refresh }: Pick<Wide, 'params' | 'signal' | 'refresh'>,
  onLine: (line: BoardLine) => void,
): Promise<void> {
  const [method = 'GET', path = ''] = name.split(' ')
  const headers = headersOf('application/x-ndjson', refresh)
  const sending = { method, url: fillPath(path, params), query: undefined, body: undefined, headers, signal }
  const take = (text: string): void => {
    const line = parsed(text)
    if (isLine(line)) onLine(line)
  }
  await guarded(sendLines(sending, take).then(settle))
}
