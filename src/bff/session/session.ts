import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Staff } from '../route.ts'
import { createSigner } from './signer.ts'

/** What the session cookie says. */
export interface Session {
  staff: Staff
  /** Epoch ms. */
  issuedAt: number
}

const Claims = z.object({ sub: z.string().min(1), name: z.string(), corp: z.string(), iat: z.number() })

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
  return {
    issue: ({ userid, name }: Staff): Promise<string> =>
      signer.sign({ sub: userid, name, corp: corpId }, sessionSeconds),

    async read(token: string | undefined): Promise<Session | null> {
      const claims = await signer.verify(Claims, token)
      if (claims?.corp !== corpId) return null
      return { staff: { userid: claims.sub, name: claims.name }, issuedAt: claims.iat * 1000 }
    },

    /** Slides: worth a new cookie, so that who works all day is never signed out. */
    isOld: (session: Session): boolean => clock() - session.issuedAt > reissueMs,
  }
}

export type Sessions = ReturnType<typeof createSessions>
