import { getHeapStatistics } from 'node:v8'
import fastifyUnderPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers even while everything else is refused. */
    pressureHandler?: () => void
  }
}

/** For health and metrics, which answer under any load. */
export const always = { pressureHandler: () => {}, rateLimit: false } as const

const retryAfterSeconds = 5
/** The share of the engine's heap limit beyond which collecting garbage takes most of the time. */
const heapShare = 0.9

/** Refuses at once work that could not be done in time. `maxDelayMs` 0: never for delay. */
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
