import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { isRecent, msLeft, spanOf, type Span } from '../age.ts'
import type { Clock } from '../clock.ts'
import { createSigner } from '../secrets/signer.ts'
import type { Admitted } from './admit.ts'
import type { Friend, Session, SessionDeps } from './session.ts'

const Claims = z.object({
  sub: z.string().min(1),
  name: z.string(),
  corp: z.string(),
  sid: z.string(),
  ends: z.number(),
  /** With a fraction. */
  auth_time: z.number(),
  friend: z.string().min(1),
  contact: z.string().nullable(),
})

/** From the opening of the page; no use prolongs it. */
export const bearerMs = 600_000
/** The signature's own end, which is in whole seconds, comes after it. */
const signedSeconds = bearerMs / 1000 + 1

interface Known {
  session: Session
  /** By the stopwatch, too. */
  life: Span
}

function toSession(claims: z.infer<typeof Claims>): Session {
  const openedAt = Math.round(claims.auth_time * 1000)
  return {
    staff: { userid: claims.sub, name: claims.name },
    id: claims.sid,
    signedInAt: openedAt,
    issuedAt: openedAt,
    expiresAt: openedAt + bearerMs,
    endsBefore: claims.ends,
    friend: { friendId: claims.friend, externalUserId: claims.contact },
  }
}

const isAlive = ({ session, life }: Known, clock: Clock): boolean =>
  isRecent(session.issuedAt, bearerMs, clock()) && msLeft(life, clock) > 0

/** Who has opened the page from 企客聊, in a signed token that the page alone holds: one person beside one friend, for ten minutes. */
export function createBearers({ secrets, corpId, clock }: SessionDeps) {
  const signer = createSigner(secrets, 'bearer', clock)
  // Also of those that are over, so that a clock that is set back does not bring them to life.
  const known = new LRUCache<string, Known>({ max: 5000 })

  async function verify(token: string): Promise<Known | null> {
    const claims = await signer.verify(Claims, token)
    if (claims?.corp !== corpId) return null
    const session = toSession(claims)
    const first = { session, life: spanOf(session.expiresAt - clock(), clock) }
    known.set(token, first)
    return first
  }

  return {
    async begin({ staff, endsBefore }: Admitted, { friendId, externalUserId }: Friend): Promise<string> {
      const claims = { sub: staff.userid, name: staff.name, corp: corpId, ends: endsBefore, auth_time: clock() / 1000 }
      const about = { sid: randomBytes(16).toString('hex'), friend: friendId, contact: externalUserId }
      const token = await signer.sign({ ...claims, ...about }, signedSeconds)
      await verify(token)
      return token
    },

    async read(token: string): Promise<Session | null> {
      const bearer = known.get(token) ?? (await verify(token))
      return bearer && isAlive(bearer, clock) ? bearer.session : null
    },
  }
}

export type Bearers = ReturnType<typeof createBearers>
