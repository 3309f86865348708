import { createHash, timingSafeEqual } from 'node:crypto'
import type { AdminCode } from '#contract/admin-problem'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { isNear } from './address.ts'
import { always } from './overload.ts'
import { isRefresh } from './route.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Usage } from '../metrics/usage.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of the Problem in the answer. */
    problemCode: AdminCode | null
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** With a token configured: callers that send it. Otherwise: callers with a private address. */
export function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  if (token === null) return isNear(request)
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}

/** Counts every answer, even one made before any handler. */
export function countRequests(app: FastifyInstance, metrics: Metrics): void {
  app.decorateRequest('problemCode', null)
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, problemCode: code } = request
    const { url } = routeOptions
    const label = url === undefined ? { route: 'none', method: 'any' } : { route: url, method }
    metrics.answered({ ...label, status: reply.statusCode, code, seconds: reply.elapsedTime / 1000 })
    done()
  })
}

/** Counts what people do, once it is done. A pull to refresh opens nothing. */
export function countUsage(app: FastifyInstance, usage: Usage): void {
  app.addHook('onResponse', (request, { statusCode }, done) => {
    const { method, routeOptions, signedIn } = request
    const isDone = statusCode < 300 && !isRefresh(request)
    if (signedIn && isDone) usage(`${method} ${routeOptions.url ?? ''}`, signedIn.staff.userid)
    done()
  })
}

/** `/metrics` for Prometheus; 404 for everyone else. */
export function registerMetrics(app: FastifyInstance, { registry }: Metrics, token: string | null): void {
  app.get('/metrics', { config: always }, async (request, reply) => {
    if (!mayReadMetrics(request, token)) throw new AppError('not_found')
    return reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics())
  })
}
