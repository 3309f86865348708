import type { Call, Endpoints } from '#contract/endpoint'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { z } from 'zod'
import type { Staff } from '#contract/session'
import { abortable } from '../concurrency/abortable.ts'
import { AppError } from '../errors.ts'

/** The caller of one call, and what lasts as long as the call. */
export interface Caller {
  staff: Staff
  /** Aborts when the browser goes away or the deadline of the call is over. */
  signal: AbortSignal
  log: FastifyBaseLogger
  requestId: string
  /** The user pulled to refresh (`Cache-Control: no-cache`). */
  refresh: boolean
}

/** What a call of a table takes and answers. */
interface Schemas {
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  response: z.ZodType
}

/** Calls by `METHOD /path`. */
type CallTable<Table> = { readonly [C in keyof Table]: Schemas }

type Parsed<Call, Part extends string> =
  Call extends Record<Part, infer Schema extends z.ZodType> ? z.output<Schema> : undefined

export interface InputOf<Call extends Schemas> extends Caller {
  params: Parsed<Call, 'params'>
  query: Parsed<Call, 'query'>
  body: Parsed<Call, 'body'>
}

/** One handler per call of a table. */
export type HandlersOf<Table extends CallTable<Table>> = {
  [C in keyof Table]: (input: InputOf<Table[C]>) => Promise<z.output<Table[C]['response']>>
}

/** What a handler gets: everything is parsed already. */
export type Input<C extends Call> = InputOf<Endpoints[C]>
/** Those of the sidebar's calls; a feature's maker gives its part: `Pick<Handlers, 'GET /api/…'>`. */
export type Handlers = HandlersOf<Endpoints>

/** The same handlers without their types: at run time the table's schemas check them. */
type AnyHandler = (input: Record<keyof Input<Call>, unknown>) => Promise<unknown>

export interface CallDeps<Table extends CallTable<Table>> {
  table: Table
  handlers: HandlersOf<Table>
  staffOf(request: FastifyRequest): Staff
  /** The longest that a call may take. */
  timeoutMs: number
}

/** What a call brings, as it came. */
type Given = Record<'params' | 'query' | 'body', unknown>

/** The calls of a table, apart from how they are asked. */
export interface Calls<Name extends string = Call> {
  names: readonly Name[]
  callerOf(request: FastifyRequest, reply: FastifyReply): Caller
  /** Input parsed, output checked. @throws bad_request, and what the handler throws */
  answer(call: Name, given: Given, caller: Caller): Promise<unknown>
}

/** @throws bad_request, bad_cursor */
export function parse(part: keyof Given, schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const path = parsed.error.issues[0]?.path.join('.')
  if (path === 'cursor') throw new AppError('bad_cursor', { detail: 'query.cursor' })
  throw new AppError('bad_request', { detail: path ? `${part}.${path}` : part })
}

/** Aborts when the connection ends, or with a Problem of its own after the deadline. */
function lifeOf(reply: FastifyReply, timeoutMs: number): AbortSignal {
  const life = new AbortController()
  const timer = setTimeout(() => life.abort(new AppError('upstream_timeout')), timeoutMs)
  reply.raw.once('close', () => {
    clearTimeout(timer)
    // The browser has left. An AppError, because an AbortError would be logged as a bug.
    life.abort(new AppError('bad_request', { detail: 'connection' }))
  })
  return life.signal
}

function checkAnswer(call: string, schema: z.ZodType, answer: unknown): unknown {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  // Zod's issues name fields and never contain values.
  throw new Error(`${call}: the answer breaks the contract`, { cause: parsed.error })
}

/** The user pulled to refresh. */
export const isRefresh = ({ headers }: FastifyRequest): boolean =>
  headers['cache-control']?.includes('no-cache') ?? false

export function createCalls<Table extends CallTable<Table>>({
  table,
  handlers,
  staffOf,
  timeoutMs,
}: CallDeps<Table>): Calls<keyof Table & string> {
  return {
    names: Object.keys(table) as (keyof Table & string)[],

    callerOf(request, reply) {
      const { log, id: requestId } = request
      const signal = lifeOf(reply, timeoutMs)
      return { staff: staffOf(request), signal, log, requestId, refresh: isRefresh(request) }
    },

    async answer(call, given, caller) {
      const { params, query, body, response }: Schemas = table[call]
      const handle = handlers[call] as AnyHandler
      const input = {
        ...caller,
        params: parse('params', params, given.params),
        query: parse('query', query, given.query),
        body: parse('body', body, given.body),
      }
      return checkAnswer(call, response, await abortable(handle(input), caller.signal))
    },
  }
}

/** What holds for the routes of a table, and not for all. */
type RouteLimits = Pick<RouteShorthandOptions, 'bodyLimit' | 'config'>

/** Serves every call of a table: 204 for null. */
export function registerRoutes<Name extends string>(
  app: FastifyInstance,
  calls: Calls<Name>,
  limitsOf: (call: Name) => RouteLimits = () => ({}),
): void {
  for (const call of calls.names) {
    const [method = '', url = ''] = call.split(' ')
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const answer = await calls.answer(call, request as Given, calls.callerOf(request, reply))
      return answer === null ? reply.code(204).send() : answer
    }
    app.route({ method, url, handler, ...limitsOf(call) })
  }
}
