import fastifyRateLimit, { normalizeIP, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { createCounter, type Counter, type CounterDeps } from './rate-counter.ts'

const windowMs = 60_000
/** An address that is none, as a proxy may tell it, is no longer than this. */
const maxAddress = 64

function sharedStore(count: Counter): FastifyRateLimitStoreCtor {
  return class SharedStore {
    incr(
      caller: string,
      done: (error: null, result: { current: number; ttl: number }) => void,
      windowMs: number,
      max: number,
    ) {
      const { hits, endsInMs } = count(caller, { max, windowMs })
      done(null, { current: hits, ttl: endsInMs })
    }
    /** One for all routes: whose key it is, the key says. */
    child() {
      return this
    }
  }
}

/** The key of a limit per address: an IPv6 network of 64 bits counts as one. */
export const byAddress = (limit: string) => (request: FastifyRequest) =>
  `${limit} ${normalizeIP(request.ip.slice(0, maxAddress))}`

/** Limits what a caller may do in a minute, counted for all instances that share the store. */
export async function registerRates(app: FastifyInstance, deps: CounterDeps): Promise<void> {
  await app.register(fastifyRateLimit, {
    global: false,
    timeWindow: windowMs,
    store: sharedStore(createCounter(deps)),
    errorResponseBuilder: (_request, { ttl }) => new AppError('rate_limited', { retryAfterSeconds: ttl / 1000 }),
  })
}

/** Who is not signed in is counted by address, but on routes with a limit of their own, or with `rateLimit: false`. */
export function limitStrangers(app: FastifyInstance, callsPerMinute: number): void {
  const limit = app.rateLimit({ max: callsPerMinute, keyGenerator: byAddress('address') })
  app.addHook('onRequest', async function limitStranger(request, reply) {
    if (request.signedIn || request.routeOptions.config.rateLimit !== undefined) return
    await limit.call(app, request, reply)
  })
}
