import type { FastifyRequest } from 'fastify'

/** The body exactly as received, because signatures cover these bytes. Empty if there was none. */
export function rawBody(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : ''
}

/** The body as a JSON object; null when it is anything else. */
export function jsonBody(request: FastifyRequest): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(rawBody(request))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

export function formBody(request: FastifyRequest): URLSearchParams {
  return new URLSearchParams(rawBody(request))
}

/** The parsed body of any type, for the log of seen requests. */
export function readableBody(request: FastifyRequest): unknown {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  if (isForm) return Object.fromEntries(formBody(request))
  return jsonBody(request) ?? rawBody(request)
}
