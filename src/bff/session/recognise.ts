import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRecent } from '../age.ts'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Call } from '#contract/endpoint'
import type { Staff } from '#contract/session'
import type { Bearers } from './bearer.ts'
import type { Cookies } from './cookies.ts'
import type { Departures } from './departures.ts'
import type { Ends } from './ends.ts'
import type { Membership } from './membership.ts'
import { isForBearers, isForFriends, isOpenTo } from './opens.ts'
import type { Friend, Session, Sessions } from './session.ts'
import type { Member } from '../wecom/wecom.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; absent where no one is. */
    signedIn: Session | null
  }
}

export interface RecogniseDeps {
  sessions: Sessions
  /** Null where 企客聊 opens no page: then `Authorization` says nothing to us. */
  bearers: Bearers | null
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

/** The page that 企客聊 opens: whoever a cookie names there did not open it. */
const isEmbedded = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.startsWith('/embed/') ?? false

/** What a call of the page brings; null where it brings none, not even a wrong one. */
function bearerIn({ headers, routeOptions }: FastifyRequest): string | null {
  if (!routeOptions.url?.startsWith('/api/')) return null
  const [bearer, token = ''] = /^bearer(?: +(\S+))?/i.exec(headers.authorization ?? '') ?? []
  return bearer === undefined ? null : token
}

/**
 * Reads the session cookie of each request, looks whether it has ended, and renews it while it is used. Where a call brings a
 * bearer, that alone counts.
 */
export function recognise(app: FastifyInstance, deps: RecogniseDeps): void {
  const { sessions, bearers, ends, membership, departures, cookies, clock } = deps

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

  /** For any call but those that it opens it is as good as none. */
  async function ofBearer(session: Session | null, request: FastifyRequest): Promise<Session | null> {
    if (!session?.friend || !isOpenTo(session.friend, request)) return null
    return (await ends.isOver(session)) ? null : session
  }

  async function ofCookie(request: FastifyRequest, reply: FastifyReply): Promise<Session | null> {
    const session = await sessions.read(cookies.read(request, 'session'))
    if (!session || isOpen(request)) return session
    if (isForBearers(request) || (await ends.isOver(session))) return null
    return sessions.isOld(session) ? renew(session, request, reply) : session
  }

  app.decorateRequest('signedIn', null)
  app.addHook('onRequest', async (request, reply) => {
    if (isEmbedded(request)) return
    const token = bearerIn(request)
    request.signedIn =
      bearers && token !== null ? await ofBearer(await bearers.read(token), request) : await ofCookie(request, reply)
  })
}

/** Who is signed in. @throws unauthenticated */
export function staffOf(request: FastifyRequest): Staff {
  if (!request.signedIn) throw new AppError('unauthenticated')
  return request.signedIn.staff
}

/** Beside whom the page was opened. @throws unauthenticated where it was not opened from 企客聊 */
export function friendOf(request: FastifyRequest): Friend {
  const { friend } = request.signedIn ?? {}
  if (!friend) throw new AppError('unauthenticated')
  return friend
}

/** Whether this call is a part of the board that is asked for: of a bearer's nothing is that it does not open by itself. */
export const isPart = ({ signedIn }: FastifyRequest, call: Call): boolean => !signedIn?.friend || isForFriends(call)
