import { ExponentialBackoff, handleWhen, noop, retry, timeout, TimeoutStrategy, wrap } from 'cockatiel'
import { Agent, request, type Dispatcher } from 'undici'
import { UpstreamError, type Reason, type Upstream } from './errors.ts'

export interface HttpOptions {
  source: Upstream
  /** One attempt's deadline. */
  timeoutMs: number
  /** More than this is not read. */
  maxBytes: number
  /** Attempts after the first, for reads only. */
  retries: number
}

export interface HttpCall {
  /** The vendor's verb, for errors and metrics; the URL itself may hold secrets and is told to nobody. */
  operation: string
  method: 'GET' | 'POST'
  url: string
  headers?: Record<string, string>
  body?: string
  /** Reads may be sent twice. */
  isRead: boolean
}

export interface HttpAnswer {
  status: number
  /** Parsed JSON of a 2xx answer. */
  json: unknown
  /** Its `Set-Cookie` lines, where there are any. */
  setCookies?: readonly string[]
}

/** The `vendorCode` of an `unreadable` answer that is a page for people: a login, or a gateway's apology. */
export const htmlAnswer = 'html'

/** Calls one upstream: deadline, size limit, no redirects, JSON only, retries of reads. */
export type Http = (call: HttpCall, signal: AbortSignal) => Promise<HttpAnswer>

const reasonOf = (status: number): Reason => {
  if (status === 401) return 'expired'
  if (status === 404) return 'not_found'
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'unreachable' : 'refused'
}

interface FailureDetails {
  detail?: string
  cause?: unknown
  retryAfterSeconds?: number
  vendorCode?: string
}

const hourSeconds = 3600

/** Seconds, or an HTTP date, as RFC 9110 has it. A vendor that says milliseconds must not stop us for weeks. */
function retryAfter(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const seconds = Number.isNaN(Number(value)) ? (Date.parse(value) - Date.now()) / 1000 : Number(value)
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, seconds), hourSeconds)
}

async function readText(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += (chunk as Buffer).length
    if (size > maxBytes) return null
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseJson(text: string | null): unknown {
  if (text === null) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const setCookiesOf = ({ headers }: Dispatcher.ResponseData): { setCookies?: string[] } => {
  const lines = headers['set-cookie']
  return lines === undefined ? {} : { setCookies: [lines].flat() }
}

const isHtml = ({ headers }: Dispatcher.ResponseData): boolean => /text\/html/i.test(String(headers['content-type']))

/** Makes the caller of one upstream. Its connections are its own, so that a stuck vendor starves nobody else. */
export function createHttp({ source, timeoutMs, maxBytes, retries }: HttpOptions): Http & { close(): Promise<void> } {
  const agent = new Agent({ connections: 16, connect: { timeout: timeoutMs } })
  const isPassing = (error: unknown): boolean => error instanceof UpstreamError && error.reason === 'unreachable'
  const again = retry(handleWhen(isPassing), {
    maxAttempts: retries,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1000 }),
  })

  async function attempt(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
    const failure = (reason: Reason, more: FailureDetails = {}) =>
      new UpstreamError({ source, operation: call.operation, reason, ...more })
    try {
      const { method, url, headers = {}, body } = call
      const answer = await request(url, { method, headers, body: body ?? null, signal, dispatcher: agent })
      if (answer.statusCode >= 300) {
        await answer.body.dump({ limit: 65_536, signal }).catch(() => null)
        const seconds = retryAfter(answer.headers['retry-after'])
        throw failure(reasonOf(answer.statusCode), seconds === undefined ? {} : { retryAfterSeconds: seconds })
      }
      const json = parseJson(await readText(answer.body, maxBytes))
      if (json === undefined) {
        const page = isHtml(answer) ? { vendorCode: htmlAnswer } : {}
        throw failure('unreadable', { detail: 'body: not JSON, or too large', ...page })
      }
      return { status: answer.statusCode, json, ...setCookiesOf(answer) }
    } catch (error) {
      if (error instanceof UpstreamError) throw error
      throw failure(signal.aborted ? 'timeout' : 'unreachable', { cause: error })
    }
  }

  async function http(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer> {
    const policy = call.isRead ? again : noop
    return wrap(policy, timeout(timeoutMs, TimeoutStrategy.Cooperative)).execute(
      (context) => attempt(call, context.signal),
      signal,
    )
  }
  return Object.assign(http, { close: () => agent.destroy() })
}
