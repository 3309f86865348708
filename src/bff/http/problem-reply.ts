import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { ErrorCode } from '#contract/error'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, toProblem, UpstreamError } from '../errors.ts'
import { logFailure } from '../logging/log-failure.ts'
import { messagePage, messagePagePolicy } from './message-page.ts'

/** Refusals of Fastify and its plugins by their status; `bad_request` for any other fault of the client. */
const codes: Partial<Record<number, ErrorCode>> = {
  // A folder among the assets.
  403: 'not_found',
  404: 'not_found',
  413: 'body_too_large',
  415: 'unsupported_body',
}

function translated(error: FastifyError): Error {
  if (error instanceof AppError || error instanceof UpstreamError) return error
  const status = error.statusCode ?? 500
  // Other faults of the client, such as a range past the end of a file.
  const code = codes[status] ?? (status >= 400 && status < 500 ? 'bad_request' : undefined)
  return code ? new AppError(code) : error
}

/** Answers what is not HTTP, or has too large a head; no route or hook runs for it. */
export function refuseGarbage(headers: Record<string, string>) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (!socket.writable) return
    const more = error.code === 'HPE_HEADER_OVERFLOW' ? { detail: 'headers' } : {}
    const body = JSON.stringify(toProblem(new AppError('bad_request', more), randomUUID()))
    const head = ['HTTP/1.1 400 Bad Request', 'content-type: application/problem+json', 'connection: close']
    const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    socket.end([...head, ...named, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'))
  }
}

const wantsHtml = (request: FastifyRequest) =>
  !request.url.startsWith('/api/') && (request.headers.accept?.includes('text/html') ?? false)

/** Answers anything thrown: a Problem for programs, a page for browsers. */
export function sendProblem(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = translated(thrown)
  logFailure(request.log, error)
  const problem = toProblem(error, request.id)
  request.problemCode = problem.code
  if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter))
  void reply.code(problem.status).header('cache-control', 'no-store').header('x-request-id', request.id)
  if (!wantsHtml(request)) return reply.type('application/problem+json').send(JSON.stringify(problem))
  return reply
    .header('content-security-policy', messagePagePolicy)
    .type('text/html; charset=utf-8')
    .send(messagePage(problem))
}

const patternOf = (url: string) => new RegExp(`^${url.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/g, '[^/]+')}$`)

/** Tells an unknown path (404) from a known one with a wrong method (405, with what is allowed). */
export function registerNotFound(app: FastifyInstance): void {
  const known: { pattern: RegExp; methods: string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    // The route of a folder does not say whether the file exists.
    if (!url.includes('*')) known.push({ pattern: patternOf(url), methods: [method].flat() })
  })
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?')
    const methods = known.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods)
    // The method may be right, with an id longer than the router takes.
    if (methods.length === 0 || methods.includes(request.method)) throw new AppError('not_found')
    void reply.header('allow', [...new Set(methods)].join(', '))
    throw new AppError('method_not_allowed')
  })
}
