import { getHeapStatistics } from 'node:v8'
import fastifyUnderPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set for routes that answer even while everything else is refused. */
    pressureHandler?: () => void
  }
}

/** For health and metrics, which answer under any load. */
export const always = { pressureHandler: () => {}, rateLimit: false } as const

const retryAfterSeconds = 5
/** The share of the heap limit above which garbage collection takes most of the time. */
const heapShare = 0.9

/** Refuses at once what could not be done in time. `maxDelayMs` 0: delay is no reason to refuse. */
export async function shedLoad(app: FastifyInstance, maxDelayMs: number): Promise<void> {
  await app.register(fastifyUnderPressure, {
    maxEventLoopDelay: maxDelayMs,
    maxHeapUsedBytes: getHeapStatistics().heap_size_limit * heapShare,
    // Async, because otherwise the plugin does not pass on what is thrown.
    pressureHandler: async () => {
      throw new AppError('overloaded', { retryAfterSeconds })
    },
  })
}
