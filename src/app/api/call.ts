import type { Answer, Body, Call, Params, Query } from '#contract/endpoint'
import { ProblemError, readProblem } from './problem-error.ts'
import { learnTime } from '../ui/server-time.ts'
import { sendBare, type Received, type Send } from './send.ts'
import { signedIn, signInAgain } from '../session/sign-in.ts'

let send: Send = sendBare

/** All later calls are sent this way. */
export function sendBy(next: Send): void {
  send = next
}

type Given<Name extends string, Value> = [Value] extends [undefined]
  ? { [K in Name]?: never }
  : Record<string, never> extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value }

type Request<C extends Call> = Given<'params', Params<C>> &
  Given<'query', Query<C>> &
  Given<'body', Body<C>> & {
    signal?: AbortSignal
    /** The user asked for fresh data: the BFF does not answer from its caches. */
    refresh?: boolean
  }

/** A request, whatever the call. */
interface Wide {
  params?: Record<string, string>
  query?: object
  body?: object
  signal?: AbortSignal
  refresh?: boolean
}

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

/**
 * Calls the BFF. The name is a key of the contract's table, which types the rest.
 * @throws ProblemError; the signal's own reason when it was aborted
 */
export async function call<C extends Call>(name: C, request: Request<C>): Promise<Answer<C>> {
  const [method = 'GET', path = ''] = name.split(' ')
  const { params, query, body, signal, refresh } = request as Wide
  const headers = { Accept: 'application/json', ...(refresh ? { 'Cache-Control': 'no-cache' } : {}) }
  try {
    const answer = settle(await send({ method, url: fillPath(path, params), query, body, headers, signal }))
    signedIn(window)
    return answer as Answer<C>
  } catch (failure) {
    const isSignedOut = failure instanceof ProblemError && failure.code === 'unauthenticated'
    // The page is being left: no error is shown for a moment.
    if (isSignedOut && signInAgain(window)) return new Promise(() => undefined)
    throw failure
  }
}
