import { getHeapStatistics } from 'node:v8'
import fastifyUnderPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Must answer while everything else is refused. */
    pressureHandler?: () => void
  }
}

/** For routes that say how we are: they answer whatever the load. */
export const always = { pressureHandler: () => {}, rateLimit: false } as const

const retryAfterSeconds = 5
/** Of what the engine would take; beyond it the collector does little but collect. */
const heapShare = 0.9

/** Refuses work that could not be done in time: better at once and honestly than late. `maxDelayMs` 0: never for delay. */
export async function shedLoad(app: FastifyInstance, maxDelayMs: number): Promise<void> {
  await app.register(fastifyUnderPressure, {
    maxEventLoopDelay: maxDelayMs,
    maxHeapUsedBytes: getHeapStatistics().heap_size_limit * heapShare,
    // Async: only so the plugin hands on what is thrown.
    pressureHandler: async () => {
      throw new AppError('overloaded', { retryAfterSeconds })
    },
  })
}
