import type { IncomingHttpHeaders } from 'node:http'
import { endpoints, type Answer, type Body, type Call, type Params, type Query } from '#contract/endpoint'
import { errors } from '#contract/error'
import { Problem } from '#contract/problem'
import { Boot } from '#contract/session'
import { Agent, request } from 'undici'
import type { z } from 'zod'
import { authorize, publicOrigin, wecomUserAgent } from '../support/start-bff.ts'
import type { Ledger } from './ledger.ts'

export interface Visitor {
  userid: string
  /** The whole Cookie header. */
  cookie: string
}

export interface Asked<C extends Call> {
  params?: Params<C>
  query?: Query<C> & object
  body?: Body<C>
  refresh?: boolean
  /** Aborts when the page goes on to another customer. */
  left?: AbortSignal
}

interface Raw {
  name: string
  method: string
  path: string
  headers: Record<string, string>
  body?: string
  left?: AbortSignal | undefined
}

interface Reply {
  status: number
  headers: IncomingHttpHeaders
  text: string
  began: number
}

export interface ClientDeps {
  origin: string
  wecomUrl: string
  ledger: Ledger
  /** Whether the problem was to be expected, because of a current or recent trouble. */
  isExpected(problem: Problem, began: number): boolean
}

/** Longer than any call should take. The BFF ends each call after 15 s of its own time, but the machine may be busy. */
const hangMs = 120_000
const newAgent = () => new Agent({ connect: { timeout: hangMs }, headersTimeout: hangMs, bodyTimeout: hangMs })

const pathOf = (path: string, params: Record<string, string> = {}, query: object = {}): string => {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs).toString()}`
}

const jsonOf = (text: string): unknown => {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return undefined
  }
}

const cookiesOf = (headers: IncomingHttpHeaders): string =>
  [headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ')

/** Makes the calls of all salespeople's pages, and checks every answer against the contract. */
export function createClient({ origin, wecomUrl, ledger, isExpected }: ClientDeps) {
  let agent = newAgent()

  /** Null if the page left, or if there was no answer, which is a violation. */
  async function send({ name, method, path, headers, body, left }: Raw): Promise<Reply | null> {
    const began = Date.now()
    const hang = AbortSignal.timeout(hangMs)
    const signal = left ? AbortSignal.any([hang, left]) : hang
    const dispatcher = agent
    try {
      const options = { method, headers, signal, dispatcher, body: body ?? null }
      const answer = await request(origin + path, options)
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text(), began }
    } catch (error) {
      if (left?.aborted) ledger.leave()
      else ledger.violated(`${name}: ${hang.aborted ? 'hangs' : `no answer (${String(error)})`}`)
      return null
    }
  }

  function refused(name: string, { status, headers, text, began }: Reply): void {
    const ms = Date.now() - began
    const parsed = Problem.safeParse(jsonOf(text))
    if (!parsed.success || !headers['content-type']?.includes('application/problem+json')) {
      ledger.answered({ name, status, code: null, ms })
      return ledger.violated(`${name}: ${status} without a problem`)
    }
    const { code, source } = parsed.data
    ledger.answered({ name, status, code, ms })
    if (errors[code].status !== status) ledger.violated(`${name}: ${code} with status ${status}`)
    if (!isExpected(parsed.data, began)) ledger.violated(`${name}: ${status} ${code} ${source ?? ''} out of the blue`)
  }

  function accepted<C extends Call>(name: C, { status, text, began }: Reply): Answer<C> | null {
    ledger.answered({ name, status, code: null, ms: Date.now() - began })
    const schema = endpoints[name].response as unknown as z.ZodType<Answer<C>>
    const parsed = schema.safeParse(jsonOf(text))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      ledger.violated(`${name}: breaks the contract at ${issue?.path.join('.')}: ${issue?.message}`)
      return null
    }
    const list = jsonOf(text)
    if (typeof list === 'object' && list !== null && 'state' in list && 'source' in list)
      ledger.listed(`${String(list.source)} ${String(list.state)}`)
    return parsed.data
  }

  /** The parsed answer; null for a Problem, which has been checked already. */
  async function call<C extends Call>(visitor: Visitor, name: C, asked: Asked<C> = {}): Promise<Answer<C> | null> {
    const [method = '', path = ''] = name.split(' ')
    const { params, query, body, refresh, left } = asked
    const headers: Record<string, string> = { cookie: visitor.cookie, accept: 'application/json' }
    if (method !== 'GET') headers['origin'] = publicOrigin
    if (body) headers['content-type'] = 'application/json'
    if (refresh) headers['cache-control'] = 'no-cache'
    const target = pathOf(path, params as Record<string, string> | undefined, query)
    const content = body ? { body: JSON.stringify(body) } : {}
    const reply = await send({ name, method, path: target, headers, left, ...content })
    if (!reply) return null
    if (reply.status >= 300) return (refused(name, reply), null)
    return accepted(name, reply)
  }

  /** Loads the page itself, with its boot data. */
  async function page(visitor: Visitor): Promise<void> {
    const name = 'GET /'
    const headers = { cookie: visitor.cookie, accept: 'text/html', 'user-agent': wecomUserAgent }
    const reply = await send({ name, method: 'GET', path: '/', headers })
    if (!reply) return
    const { status, text, began } = reply
    // An HTML page that contains the Problem's code: the machine is busy.
    const code = status === 503 && text.includes('<small>overloaded</small>') ? 'overloaded' : null
    ledger.answered({ name, status, code, ms: Date.now() - began })
    if (code) return
    const [, boot = ''] = /<script type="application\/json" id="boot">(.*?)<\/script>/.exec(text) ?? []
    const parsed = Boot.safeParse(jsonOf(boot))
    if (status !== 200 || parsed.data?.session?.staff.userid !== visitor.userid)
      ledger.violated(`${name}: ${status}, no page with this salesperson's boot data`)
  }

  /** Signs in through WeCom's real login; null if WeCom does not answer. */
  async function signIn(userid: string): Promise<Visitor | null> {
    const begun = await send({ name: 'GET /auth/login', method: 'GET', path: '/auth/login', headers: {} })
    if (begun?.status !== 302) return (begun && refused('GET /auth/login', begun), null)
    ledger.answered({ name: 'GET /auth/login', status: 302, code: null, ms: Date.now() - begun.began })
    const path = await authorize(String(begun.headers.location), wecomUrl, userid)
    const name = 'GET /auth/callback'
    const done = await send({ name, method: 'GET', path, headers: { cookie: cookiesOf(begun.headers) } })
    if (!done) return null
    if (done.status !== 303) return (refused(name, done), null)
    ledger.answered({ name, status: done.status, code: null, ms: Date.now() - done.began })
    return { userid, cookie: cookiesOf(done.headers) }
  }

  /** Closes all idle connections. */
  async function hangUp(): Promise<void> {
    const former = agent
    agent = newAgent()
    await former.close()
  }

  return { call, page, signIn, hangUp }
}

export type Client = ReturnType<typeof createClient>
