import fastifyRateLimit, { type FastifyRateLimitStoreCtor } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { AppError } from '../errors.ts'
import { useridKey } from '../userid.ts'
import { addressOf, isNear } from './address.ts'

const windowMs = 60_000
const maxCallers = 20_000

/** A clock that setting the system's time does not change. */
type Monotonic = Pick<typeof performance, 'now'>

/** The plugin's own store uses the wall clock: set back by eight hours, it would refuse callers for as long. */
function createRateStore(perf: Monotonic): FastifyRateLimitStoreCtor {
  const counts = new LRUCache<string, { current: number }>({ max: maxCallers, ttlResolution: 0, perf })
  return class RateStore {
    incr(caller: string, done: (error: null, count: { current: number; ttl: number }) => void, ttl: number) {
      const count = counts.get(caller) ?? { current: 0 }
      if (count.current === 0) counts.set(caller, count, { ttl })
      count.current += 1
      done(null, { ...count, ttl: Math.max(1, counts.getRemainingTTL(caller)) })
    }
    /** One store for all limits, with a key per limit and caller. */
    child() {
      return this
    }
  }
}

/** The key of a limit per address. */
export const byAddress = (limit: string) => (request: FastifyRequest) => `${limit} ${addressOf(request)}`

/** The key of a limit per person. */
export const bySession = ({ signedIn }: FastifyRequest) => `session ${useridKey(signedIn?.staff.userid ?? '')}`

/** Limits what a caller may do in a minute at this instance. The minute begins with the first call. */
export async function registerRates(app: FastifyInstance, perf: Monotonic = performance): Promise<void> {
  await app.register(fastifyRateLimit, {
    global: false,
    timeWindow: windowMs,
    store: createRateStore(perf),
    errorResponseBuilder: (_request, { ttl }) => new AppError('rate_limited', { retryAfterSeconds: ttl / 1000 }),
  })
}

/**
 * Counts who is signed in by person, and others by address unless it is of our own network; not on routes with a limit of
 * their own or `rateLimit: false`.
 */
export function limitCallers(
  app: FastifyInstance,
  { signedIn, strangers }: { signedIn: number; strangers: number },
): void {
  const limitPerson = app.rateLimit({ max: signedIn, keyGenerator: bySession })
  const limitAddress = app.rateLimit({ max: strangers, keyGenerator: byAddress('address') })
  app.addHook('onRequest', async function limitCaller(request, reply) {
    if (request.routeOptions.config.rateLimit !== undefined) return
    if (request.signedIn) await limitPerson.call(app, request, reply)
    else if (!isNear(request)) await limitAddress.call(app, request, reply)
  })
}
