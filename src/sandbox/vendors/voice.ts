import type { FastifyRequest } from 'fastify'

export interface SimulatedReply {
  /** 200 unless said otherwise: most vendors refuse with HTTP 200. */
  status?: number
  headers?: Record<string, string>
  body: unknown
}

/** How one vendor says no, in its own envelope. */
export interface Voice {
  refusal(request: FastifyRequest): SimulatedReply
  /** HTTP 429 with `Retry-After: 7` where the vendor has no words of its own. */
  rateLimited?(request: FastifyRequest): SimulatedReply
}
