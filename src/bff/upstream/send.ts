import { Agent, request, type Dispatcher } from 'undici'
import type { Clock } from '../clock.ts'
import { UpstreamError, type Reason, type Upstream } from '../errors.ts'
import type { Policy } from './policy.ts'
import { decode, parse, parseJson } from '../wire/json.ts'
import { parseJsonInTurns } from '../wire/json-in-turns.ts'

export interface HttpRequest {
  method: 'GET' | 'POST'
  /** May hold secrets: never logged and never in an error. */
  url: string
  headers?: Record<string, string>
  body?: string
  /** A file is wanted, and not JSON. */
  isFile?: boolean
  /** The vendor keeps to a contract: its JSON is read by the letter, and a number with too many digits stays one. */
  isExact?: boolean
}

/** A 2xx answer: JSON, or the file that was asked for. */
export interface HttpAnswer {
  json: unknown
  /** Where a file was asked for and has come. */
  bytes?: Buffer
  /** Its `Set-Cookie` lines, where there are any. */
  setCookies?: readonly string[]
}

interface Options {
  source: Upstream
  policy: Pick<Policy, 'timeoutMs' | 'concurrency' | 'pauseMs' | 'maxBytes'>
  clock: Clock
}

/** The `vendorCode` of an `unreadable` answer that is a page for people: a login, or a gateway's apology. */
export const htmlAnswer = 'html'

/** The `vendorCode` of a page, or of a redirect, that asks to log in. */
export const loginAnswer = 'login page'

/** The `vendorCode` of a 403 that says no more. */
export const forbidden = 'http 403'

/** How much is read of an answer whose status is an error. */
const dumpBytes = 65_536
const problemBytes = 16_384
const problemCode = /^[a-z_]{1,40}$/
const headerBytes = 16_384
const hourSeconds = 3600

const reasonOf = (status: number): Reason => {
  if (status === 401) return 'expired'
  if (status === 404) return 'not_found'
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'unreachable' : 'refused'
}

/** Seconds, or an HTTP date, as RFC 9110 has it. A vendor that says milliseconds must not stop us for weeks. */
function retryAfter(value: unknown, now: number): number | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const seconds = Number.isNaN(Number(value)) ? (Date.parse(value) - now) / 1000 : Number(value)
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, seconds), hourSeconds)
}

const setCookiesOf = ({ headers }: Dispatcher.ResponseData): Pick<HttpAnswer, 'setCookies'> => {
  const lines = headers['set-cookie']
  return lines === undefined ? {} : { setCookies: [lines].flat() }
}

const isHtml = ({ headers }: Dispatcher.ResponseData): boolean => /text\/html/i.test(String(headers['content-type']))
const isText = ({ headers }: Dispatcher.ResponseData): boolean =>
  /^\s*(?:text\/|application\/json)/i.test(String(headers['content-type']))
const loginTitle = /<title>[^<]{0,40}(?:登录|登陆|log ?in|sign ?in)/i
const isToLogin = ({ statusCode, headers }: Dispatcher.ResponseData): boolean =>
  statusCode < 400 && /log-?in\b/i.test(String(headers['location']))

const isProblem = ({ headers }: Dispatcher.ResponseData): boolean =>
  /^\s*application\/problem\+json\b/i.test(String(headers['content-type']))

async function textWithin({ body }: Dispatcher.ResponseData, mostBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let left = mostBytes
  for await (const chunk of body as AsyncIterable<Buffer>) {
    left -= chunk.length
    if (left < 0) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The word by which a vendor names its refusal [RFC 9457, `code`]; nothing else of a refusal is kept. */
async function codeIn(answer: Dispatcher.ResponseData): Promise<string | null> {
  const problem = parseJson(await textWithin(answer, problemBytes))
  const code: unknown = typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : null
  return typeof code === 'string' && problemCode.test(code) ? code : null
}

const tooLarge = new Set<unknown>(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ERR_BUFFER_TOO_LARGE'])
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
const isTooLarge = (error: unknown): boolean => tooLarge.has(codeOf(error))
/** zlib could not unpack it. */
const isBadPack = (error: unknown): boolean => String(codeOf(error)).startsWith('Z_')

/**
 * Sends one request: JSON unless a file is wanted, never more than `maxBytes`, no redirects, since they would carry credentials to another
 * host. We ask for no coding; what is packed all the same is unpacked up to `maxBytes`. The connections are the upstream's own,
 * so that a stuck vendor does not hold up the others.
 */
export function createSend({ source, policy, clock }: Options) {
  const { timeoutMs, concurrency, pauseMs, maxBytes } = policy
  const agent = new Agent({
    connections: concurrency,
    connect: { timeout: timeoutMs },
    maxResponseSize: maxBytes,
    maxHeaderSize: headerBytes,
  })

  async function refusalOf(answer: Dispatcher.ResponseData, operation: string, signal: AbortSignal) {
    const code = isProblem(answer) ? await codeIn(answer).catch(() => null) : null
    await answer.body.dump({ limit: dumpBytes, signal }).catch(() => null)
    const reason = reasonOf(answer.statusCode)
    const asked = retryAfter(answer.headers['retry-after'], clock())
    const seconds = asked ?? (reason === 'rate_limited' ? pauseMs / 1000 : undefined)
    const pause = seconds === undefined ? {} : { retryAfterSeconds: seconds }
    const said = code ?? (answer.statusCode === 403 ? forbidden : null)
    const vendorCode = isToLogin(answer) ? loginAnswer : said
    return new UpstreamError({ source, operation, reason, ...pause, ...(vendorCode === null ? {} : { vendorCode }) })
  }

  async function read(
    answer: Dispatcher.ResponseData,
    operation: string,
    { isFile, isExact }: HttpRequest,
  ): Promise<HttpAnswer> {
    const bytes = Buffer.from(await answer.body.arrayBuffer())
    if (isFile && !isText(answer)) return { json: undefined, bytes }
    const text = await decode(bytes, maxBytes)
    const json = isExact ? parse(text) : await parseJsonInTurns(text)
    if (json !== undefined) return { json, ...setCookiesOf(answer) }
    const page = isHtml(answer) ? { vendorCode: loginTitle.test(text) ? loginAnswer : htmlAnswer } : {}
    throw new UpstreamError({ source, operation, reason: 'unreadable', detail: 'body: not JSON', ...page })
  }

  /** @throws UpstreamError; `timeout` where the signal aborts */
  async function send(operation: string, outgoing: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    try {
      const { method, url, headers = {}, body } = outgoing
      const answer = await request(url, { method, headers, body: body ?? null, signal, dispatcher: agent })
      if (answer.statusCode >= 300) throw await refusalOf(answer, operation, signal)
      return await read(answer, operation, outgoing)
    } catch (cause) {
      if (cause instanceof UpstreamError) throw cause
      const failure = { source, operation, cause } as const
      if (isTooLarge(cause)) throw new UpstreamError({ ...failure, reason: 'unreadable', detail: 'body: too large' })
      if (isBadPack(cause)) throw new UpstreamError({ ...failure, reason: 'unreadable', detail: 'body: not JSON' })
      throw new UpstreamError({ ...failure, reason: signal.aborted ? 'timeout' : 'unreachable' })
    }
  }

  return { send, close: () => agent.destroy() }
}
