import { jwtVerify, SignJWT, type JWTPayload } from 'jose'
import type { z } from 'zod'
import type { Clock } from '../clock.ts'
import { deriveKeys } from './keys.ts'

/** Signs small claims with the first key, and verifies them with any; one purpose per signer. */
export function createSigner(secrets: readonly string[], purpose: string, clock: Clock) {
  const keys = deriveKeys(secrets, purpose)
  const [first] = keys
  const keyOf = ({ kid }: { kid?: string }) => (keys.find((key) => key.kid === kid) ?? first).bytes

  async function sign(claims: JWTPayload, seconds: number): Promise<string> {
    const now = Math.floor(clock() / 1000)
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: first.kid })
    return token
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(first.bytes)
  }

  /** Null where it is forged, expired, of another purpose, or of a key that is no longer listed. */
  async function verify<T>(schema: z.ZodType<T>, token: string | undefined): Promise<T | null> {
    if (!token) return null
    try {
      const { payload } = await jwtVerify(token, keyOf, { algorithms: ['HS256'], currentDate: new Date(clock()) })
      return schema.safeParse(payload).data ?? null
    } catch {
      return null
    }
  }
  return { sign, verify }
}
