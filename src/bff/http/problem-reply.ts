import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { ErrorCode } from '#contract/error'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, toAnyProblem, UpstreamError } from '../errors.ts'
import { logFailure } from '../logging/log-failure.ts'
import { messagePage, messagePagePolicy } from './message-page.ts'

/** Fastify's and its plugins' refusals by status; `bad_request` for any other fault of the client. */
const codes: Partial<Record<number, ErrorCode>> = {
  // Fastify's answer for a folder among the assets.
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

/** Answers requests that are not HTTP or have too large a head; no route or hook runs for them. */
export function refuseGarbage(headers: Record<string, string>) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (!socket.writable) return
    const more = error.code === 'HPE_HEADER_OVERFLOW' ? { detail: 'headers' } : {}
    const body = JSON.stringify(toAnyProblem(new AppError('bad_request', more), randomUUID()))
    const head = ['HTTP/1.1 400 Bad Request', 'content-type: application/problem+json', 'connection: close']
    const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    socket.end([...head, ...named, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'))
  }
}

const wantsHtml = (request: FastifyRequest) =>
  !request.url.startsWith('/api/') && (request.headers.accept?.includes('text/html') ?? false)

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the page of a Problem leads to, if not to the sidebar's page. */
    backTo: string | null
  }
}

/** Answers whatever was thrown: with a Problem for programs, with a page for browsers. */
export function sendProblem(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = translated(thrown)
  logFailure(request.log, error)
  const problem = toAnyProblem(error, request.id)
  request.problemCode = problem.code
  if (problem.retryAfter !== undefined) void reply.header('retry-after', String(problem.retryAfter))
  void reply.code(problem.status).header('cache-control', 'no-store').header('x-request-id', request.id)
  if (!wantsHtml(request)) return reply.type('application/problem+json').send(JSON.stringify(problem))
  return reply
    .header('content-security-policy', messagePagePolicy)
    .type('text/html; charset=utf-8')
    .send(messagePage(problem, { agent: request.headers['user-agent'], backTo: request.backTo }))
}

export function answerProblems(app: FastifyInstance): void {
  app.decorateRequest('backTo', null)
  app.setErrorHandler(sendProblem)
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** By a method that it does not have, it answers as an unknown path does. */
    isHidden?: boolean
  }
}

const patternOf = (url: string) => new RegExp(`^${url.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/g, '[^/]+')}$`)

/**
 * Answers 404 for an unknown path, and 405 with the allowed methods for a known path with a wrong method; hidden ones are not
 * known. Before the body is read, as do paths that are there for others. Comes after the hooks of all requests, and before the routes.
 */
export function registerNotFound(app: FastifyInstance): void {
  const known: { pattern: RegExp; methods: string[] }[] = []
  app.addHook('onRoute', ({ url, method, config }) => {
    // The route of a folder exists whether or not the file does.
    if (!url.includes('*') && !config?.isHidden) known.push({ pattern: patternOf(url), methods: [method].flat() })
  })
  function refuse(request: FastifyRequest, reply: FastifyReply): never {
    const [path = ''] = request.url.split('?')
    const methods = known.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods)
    // The method may be right, but with an id longer than the router accepts.
    if (methods.length === 0 || methods.includes(request.method)) throw new AppError('not_found')
    void reply.header('allow', [...new Set(methods)].join(', '))
    throw new AppError('method_not_allowed')
  }
  app.addHook('onRequest', async (request, reply) => (request.is404 ? refuse(request, reply) : undefined))
  app.setNotFoundHandler(refuse)
}
