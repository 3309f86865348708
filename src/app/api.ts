import { create, isAxiosError, isCancel, type AxiosRequestConfig } from 'axios'
import type { Answer, Body, Call, Params, Query } from '#contract/endpoint'
import { ProblemError, readProblem } from './problem-error.ts'
import { signedIn, signInAgain } from './session/sign-in.ts'

const timeoutMs = 15_000

/**
 * The page's only HTTP client. The BFF sets no token cookie; looking for one, which axios does through the Cookie Store,
 * would hold back each request for a trip to the browser's process.
 */
export const http = create({ timeout: timeoutMs, headers: { Accept: 'application/json' }, withXSRFToken: false })

type Given<Name extends string, Value> = [Value] extends [undefined]
  ? { [K in Name]?: never }
  : Record<string, never> extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value }

type Request<C extends Call> = Given<'params', Params<C>> &
  Given<'query', Query<C>> &
  Given<'body', Body<C>> & {
    signal?: AbortSignal
    /** The salesperson asked for fresh data: passes by the BFF's caches. */
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

/** `/api/contacts/:id` with its holes filled. */
export function fillPath(path: string, params: Record<string, string> = {}): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
}

function toFailure(error: unknown, signal: AbortSignal | undefined): unknown {
  if (isCancel(error)) return signal?.reason ?? error
  if (!isAxiosError(error)) return error
  if (error.response) return readProblem(error.response.data)
  return new ProblemError(error.code === 'ECONNABORTED' ? 'no_answer' : 'offline')
}

/**
 * Calls the BFF. The name is a key of the contract's table, which types the rest.
 * @throws ProblemError; the signal's own reason when it was aborted
 */
export async function call<C extends Call>(name: C, request: Request<C>): Promise<Answer<C>> {
  const [method = 'GET', path = ''] = name.split(' ')
  const { params, query, body, signal, refresh } = request as Wide
  const config: AxiosRequestConfig = { method, url: fillPath(path, params), params: query, data: body }
  if (signal) config.signal = signal
  if (refresh) config.headers = { 'Cache-Control': 'no-cache' }
  try {
    const { data, status } = await http.request<Answer<C>>(config)
    signedIn(window)
    return status === 204 ? (null as Answer<C>) : data
  } catch (error) {
    const failure = toFailure(error, signal)
    const isSignedOut = failure instanceof ProblemError && failure.code === 'unauthenticated'
    // The page is being left: a sentence that flashes up would only frighten.
    if (isSignedOut && signInAgain(window)) return new Promise(() => undefined)
    throw failure
  }
}
