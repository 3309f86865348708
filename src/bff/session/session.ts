import { createHash, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { isFuture } from '../age.ts'
import type { Clock } from '../clock.ts'
import type { Staff } from '#contract/session'
import { createSigner } from '../secrets/signer.ts'

/** Beside whom 企客聊 has opened the page. The contact is null where the friend is not linked, or was not the caller's. */
export interface Friend {
  friendId: string
  externalUserId: string | null
}

/** What the session cookie says. */
export interface Session {
  staff: Staff
  /** The same for all copies of the cookie, and for those that replace it. */
  id: string
  /** When the user signed in. Epoch ms, like the others. */
  signedInAt: number
  issuedAt: number
  expiresAt: number
  /** The last end of this person's sessions that was known when they signed in; every later one ends this session. */
  endsBefore: number
  /** Set of a bearer: it opens nothing but what is about them. */
  friend?: Friend
}

/** The last three are absent in a cookie of the version before. */
const Claims = z.object({
  sub: z.string().min(1),
  name: z.string(),
  corp: z.string(),
  iat: z.number(),
  exp: z.number(),
  sid: z.string().optional(),
  /** With a fraction. */
  auth_time: z.number().optional(),
  ends: z.number().optional(),
})

export interface SessionDeps {
  secrets: readonly string[]
  corpId: string
  clock: Clock
}

/** Without use. */
const idleSeconds = 12 * 3600
/** With any use. */
export const longestMs = 7 * 86_400_000
/** So that, with how long an answer about a member is believed, who left is out within ten minutes. */
const reissueMs = 570_000

function toSession(claims: z.infer<typeof Claims>, token: string): Session {
  const issuedAt = claims.iat * 1000
  const signedInAt = claims.auth_time === undefined ? issuedAt : claims.auth_time * 1000
  return {
    staff: { userid: claims.sub, name: claims.name },
    id: claims.sid ?? createHash('sha256').update(token).digest('hex').slice(0, 32),
    signedInAt,
    issuedAt,
    expiresAt: claims.exp * 1000,
    endsBefore: claims.ends ?? signedInAt,
  }
}

/** Who is signed in, in a signed cookie: no table of sessions, only of those that ended before their time. */
export function createSessions({ secrets, corpId, clock }: SessionDeps) {
  const signer = createSigner(secrets, 'session', clock)
  // Verifying costs more than all the rest of a call, and a page makes several with the same cookie.
  const verified = new LRUCache<string, Session>({ max: 5000 })

  async function verify(token: string): Promise<Session | null> {
    const claims = await signer.verify(Claims, token)
    if (claims?.corp !== corpId) return null
    const session = toSession(claims, token)
    verified.set(token, session)
    return session
  }

  /** A time in the future was signed by a clock that was wrong: nobody knows how old the cookie is. */
  function isValid({ issuedAt, signedInAt, expiresAt }: Session): boolean {
    const now = clock()
    return expiresAt > now && !isFuture(issuedAt, now) && !isFuture(signedInAt, now)
  }

  /** The cookie's value, and for how many seconds. */
  async function write({ staff, id, signedInAt, endsBefore }: Omit<Session, 'issuedAt' | 'expiresAt'>) {
    const leftSeconds = Math.floor((signedInAt + longestMs - clock()) / 1000)
    const maxAge = Math.min(idleSeconds, leftSeconds)
    const claims = { sub: staff.userid, name: staff.name, corp: corpId, sid: id, ends: endsBefore }
    return { value: await signer.sign({ ...claims, auth_time: signedInAt / 1000 }, maxAge), maxAge }
  }

  return {
    begin: (staff: Staff, endsBefore: number) =>
      write({ staff, id: randomBytes(16).toString('hex'), signedInAt: clock(), endsBefore }),

    /** The same session in a new cookie, so that users who work all day are not signed out. */
    slide: (session: Session, name: string) => write({ ...session, staff: { ...session.staff, name } }),

    async read(token: string | undefined): Promise<Session | null> {
      if (token === undefined) return null
      const session = verified.get(token) ?? (await verify(token))
      return session && isValid(session) ? session : null
    },

    isOld: (session: Session): boolean => clock() - session.issuedAt > reissueMs,
  }
}

export type Sessions = ReturnType<typeof createSessions>
