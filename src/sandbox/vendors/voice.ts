import type { FastifyRequest } from 'fastify'

export interface SimulatedReply {
  /** By default 200: most vendors refuse with HTTP 200. */
  status?: number
  headers?: Record<string, string>
  body: unknown
}

/** A vendor's error answers, in its own envelope. */
export interface Voice {
  refusal(request: FastifyRequest): SimulatedReply
  /** If missing: HTTP 429 with `Retry-After: 7`. */
  rateLimited?(request: FastifyRequest): SimulatedReply
}
