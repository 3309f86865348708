import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import type { Staff } from '#contract/session'
import type { Cookies } from './cookies.ts'
import { sessionSeconds, type Session, type Sessions } from './session.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; absent where no one is. */
    signedIn: Session | null
  }
}

/** Reads the session cookie of each request, and renews it while it is used. */
export function recognise(app: FastifyInstance, sessions: Sessions, cookies: Cookies): void {
  app.decorateRequest('signedIn', null)
  app.addHook('onRequest', async (request, reply) => {
    request.signedIn = await sessions.read(cookies.read(request, 'session'))
    // Only on answers that are not cached: a shared cache must not keep a session together with a file.
    if (!request.signedIn || !request.url.startsWith('/api/') || !sessions.isOld(request.signedIn)) return
    const value = await sessions.issue(request.signedIn.staff)
    cookies.set(reply, 'session', { value, maxAge: sessionSeconds })
  })
}

/** Who is signed in. @throws unauthenticated */
export function staffOf(request: FastifyRequest): Staff {
  if (!request.signedIn) throw new AppError('unauthenticated')
  return request.signedIn.staff
}
