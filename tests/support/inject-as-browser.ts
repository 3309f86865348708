import type { FastifyInstance, InjectOptions } from 'fastify'

const isSafe = (method = 'GET') => ['GET', 'HEAD', 'OPTIONS'].includes(method)
const saysWhence = (headers: object) => 'origin' in headers || 'sec-fetch-site' in headers

/**
 * Makes `app.inject` send an `Origin` with each change, as every browser does. Returns the original, which adds
 * nothing.
 */
export function injectAsBrowser(app: FastifyInstance, origin: string): FastifyInstance['inject'] {
  const plain = app.inject.bind(app)
  const inject = (options: InjectOptions | string) => {
    if (typeof options === 'string' || isSafe(options.method) || saysWhence(options.headers ?? {}))
      return plain(options)
    return plain({ ...options, headers: { origin, ...options.headers } })
  }
  Object.assign(app, { inject })
  return plain
}
