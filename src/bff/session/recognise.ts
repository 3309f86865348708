import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRecent } from '../age.ts'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Staff } from '#contract/session'
import type { Cookies } from './cookies.ts'
import type { Departures } from './departures.ts'
import type { Ends } from './ends.ts'
import type { Membership } from './membership.ts'
import type { Session, Sessions } from './session.ts'
import type { Member } from '../wecom/wecom.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; absent where no one is. */
    signedIn: Session | null
  }
}

export interface RecogniseDeps {
  sessions: Sessions
  ends: Ends
  membership: Membership
  departures: Departures
  cookies: Cookies
  clock: Clock
}

/** As long as a permission: an outage of WeCom does not stop who was let in before it. */
const graceMs = 70 * 60_000
/** Within the hour nobody waits longer than this for WeCom. */
const patienceMs = 1500
const longestMs = 9000

/**
 * Files, the login, health, callbacks and public keys, none of which tells anything of a person: who asks for them is not
 * looked up. Everything else is asked about.
 */
const open =
  /^\/(?:assets\/|auth\/|(?:healthz|readyz|metrics|wecom\/callback|\.well-known\/jwks\.json)$|[\w-]+(?:\.[\w-]+)*\.(?!html$)\w+$)/

/** By the route, not by what the browser wrote. */
const isOpen = ({ routeOptions }: FastifyRequest): boolean => open.test(routeOptions.url ?? '')

/** Reads the session cookie of each request, looks whether it has ended, and renews it while it is used. */
export function recognise(app: FastifyInstance, deps: RecogniseDeps): void {
  const { sessions, ends, membership, departures, cookies, clock } = deps

  /** The member's name, or null where WeCom does not answer and the cookie is not too old to go on without. */
  async function stillMember(session: Session): Promise<Member | null> {
    const isInGrace = isRecent(session.issuedAt, graceMs, clock())
    try {
      return await membership.ask(session.staff.userid, AbortSignal.timeout(isInGrace ? patienceMs : longestMs))
    } catch (error) {
      if (isInGrace) return null
      throw error
    }
  }

  async function renew(session: Session, request: FastifyRequest, reply: FastifyReply): Promise<Session | null> {
    const member = await stillMember(session)
    if (!member) return session
    if (member.isGone) {
      const { userid } = session.staff
      await departures.left(userid)
      request.log.info({ audit: 'left', userid, source: 'wecom' }, 'signed out: no longer a member')
      return null
    }
    const { value, maxAge } = await sessions.slide(session, member.name ?? session.staff.name)
    // A shared cache must not keep a session.
    cookies.set(reply.header('cache-control', 'no-store'), 'session', { value, maxAge })
    return session
  }

  app.decorateRequest('signedIn', null)
  app.addHook('onRequest', async (request, reply) => {
    const session = await sessions.read(cookies.read(request, 'session'))
    if (!session || isOpen(request)) request.signedIn = session
    else if (!(await ends.isOver(session)))
      request.signedIn = sessions.isOld(session) ? await renew(session, request, reply) : session
  })
}

/** Who is signed in. @throws unauthenticated */
export function staffOf(request: FastifyRequest): Staff {
  if (!request.signedIn) throw new AppError('unauthenticated')
  return request.signedIn.staff
}
