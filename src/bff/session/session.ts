import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Staff } from '#contract/session'
import { createSigner } from '../secrets/signer.ts'

/** What the session cookie says. */
export interface Session {
  staff: Staff
  /** Epoch ms. */
  issuedAt: number
}

const Claims = z.object({
  sub: z.string().min(1),
  name: z.string(),
  corp: z.string(),
  iat: z.number(),
  exp: z.number(),
})

export interface SessionDeps {
  secrets: readonly string[]
  corpId: string
  clock: Clock
}

export const sessionSeconds = 12 * 3600
const reissueMs = 600_000

/** Who is signed in, in a signed cookie: no table, nothing to share between instances. */
export function createSessions({ secrets, corpId, clock }: SessionDeps) {
  const signer = createSigner(secrets, 'session', clock)
  // Verifying costs more than all the rest of a call, and a page makes several with the same cookie.
  const verified = new LRUCache<string, { session: Session; expiresAt: number }>({ max: 5000 })

  async function verify(token: string): Promise<Session | null> {
    const claims = await signer.verify(Claims, token)
    if (claims?.corp !== corpId) return null
    const session = { staff: { userid: claims.sub, name: claims.name }, issuedAt: claims.iat * 1000 }
    verified.set(token, { session, expiresAt: claims.exp * 1000 })
    return session
  }

  return {
    issue: ({ userid, name }: Staff): Promise<string> =>
      signer.sign({ sub: userid, name, corp: corpId }, sessionSeconds),

    async read(token: string | undefined): Promise<Session | null> {
      const known = token === undefined ? undefined : verified.get(token)
      if (known) return known.expiresAt > clock() ? known.session : null
      return token === undefined ? null : verify(token)
    },

    /** Old enough for a new cookie, so that users who work all day are not signed out. */
    isOld: (session: Session): boolean => clock() - session.issuedAt > reissueMs,
  }
}

export type Sessions = ReturnType<typeof createSessions>
