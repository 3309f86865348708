import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { createSigner } from '../secrets/signer.ts'

const LoginState = z.object({
  /** Sent to WeCom and back; empty once it was used. */
  state: z.string(),
  to: z.string(),
  /** How often a login came back within the life of the cookie. */
  rounds: z.int(),
  /** Whether a code that was already used has been replaced once. */
  isRestarted: z.boolean(),
})
export type LoginState = z.infer<typeof LoginState>

/** As long as WeCom's code lives. */
export const loginSeconds = 300

/** The short cookie that binds a login to the browser that began it. */
export function createLoginStates(secrets: readonly string[], clock: Clock) {
  const signer = createSigner(secrets, 'login', clock)
  return {
    begin: (to: string, former: LoginState | null): LoginState => ({
      state: randomBytes(16).toString('hex'),
      to,
      rounds: former?.rounds ?? 0,
      isRestarted: former?.isRestarted ?? false,
    }),
    write: (login: LoginState): Promise<string> => signer.sign(login, loginSeconds),
    read: (cookie: string | undefined): Promise<LoginState | null> => signer.verify(LoginState, cookie),
  }
}

export type LoginStates = ReturnType<typeof createLoginStates>

/** Constant time; an empty state matches nothing. */
export function isSameState(expected: string, given: unknown): boolean {
  if (typeof given !== 'string' || expected === '' || given.length !== expected.length) return false
  const [left, right] = [Buffer.from(expected), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
