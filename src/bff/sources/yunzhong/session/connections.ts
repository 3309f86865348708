import type { Clock } from '../../../clock.ts'
import { AppError, UpstreamError } from '../../../errors.ts'
import type { LoginTryStore } from '../../../store/store.ts'
import { isSameUserid } from '../../../userid.ts'
import type { YunzhongClient } from '../client.ts'
import type { Jar } from '../jar.ts'
import type { Credentials, SignedIn } from '../login.ts'
import type { Sessions } from './sessions.ts'

interface Deps {
  client: YunzhongClient
  sessions: Sessions
  loginTries: LoginTryStore
  clock: Clock
  /** Forgets answers that this person's former session got. */
  forget(userid: string): void
}

/** A salesperson's own session. The password is used once and kept nowhere. */
export interface Connections {
  /** @throws AppError with the reason of a refusal, foreign_account, UpstreamError */
  connect(userid: string, credentials: Credentials, signal: AbortSignal): Promise<void>
  /** Whether there was one. */
  disconnect(userid: string): Promise<boolean>
  isConnected(userid: string): Promise<boolean>
}

const source = 'yunzhong'
/** The vendor locks at five, for half an hour: users who mistype here must still get in there. */
const personSlots = 3
/** Of all people together. Fewer would let a colleague's three wrong tries stand in the owner's way. */
const mobileSlots = 5
const windowMs = 30 * 60_000
const logoutMs = 3_000

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : null)
/** Whether it may have been a wrong password. The result of a login that timed out or was left is not known. */
const isCounted = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted ||
  codeOf(error) === 'wrong_password' ||
  codeOf(error) === 'login_refused' ||
  (error instanceof UpstreamError && error.reason === 'timeout')

const locked = (seconds: number) => new AppError('account_locked', { source, retryAfterSeconds: Math.max(1, seconds) })

/**
 * The vendor counts tries for existing accounts only, so what it says must not differ from what somebody hears who tries a
 * mobile without one: its number is passed on where it is no larger than ours, and the last try ends in a lock for both.
 */
function asForAny(error: unknown, own: number, shared: number): unknown {
  if (!(error instanceof AppError)) return error
  const { code, triesLeft } = error
  if (code === 'wrong_password' && shared === mobileSlots - 1) return locked(windowMs / 1000)
  // One less than the vendor has: its number is not passed on where it counts as we do.
  const ours = Math.min(personSlots - 1 - own, mobileSlots - 2 - shared)
  return triesLeft !== undefined && triesLeft > ours ? new AppError(code, { source }) : error
}

/** Connects people to 芸众, and stops guessing after three wrong tries of one person, or five for one mobile. */
export function createConnections({ client, sessions, loginTries, clock, forget }: Deps): Connections {
  async function take(subject: string, slots: number, forMs = windowMs): Promise<number> {
    const now = clock()
    const taken = await loginTries.take(subject, { slots, now, expiresAt: now + forMs })
    if ('slot' in taken) return taken.slot
    throw locked((taken.freeAt - now) / 1000)
  }

  /** Uses up the tries that are left, so that a mobile that the vendor locked is not tried again until it is open. */
  async function block(subject: string, { retryAfterSeconds }: AppError): Promise<void> {
    const forMs = retryAfterSeconds === undefined ? windowMs : retryAfterSeconds * 1000
    for (let slot = 0; slot < mobileSlots; slot += 1) await take(subject, mobileSlots, forMs).catch(() => null)
  }

  /** Signs in. The try is counted before the vendor is asked, so that two at once cannot both be the last one. */
  async function signIn(userid: string, credentials: Credentials, signal: AbortSignal): Promise<SignedIn> {
    const [person, mobile] = [`person:${userid}`, `mobile:${sessions.markOf(credentials.mobile)}`]
    const own = await take(person, personSlots)
    const shared = await take(mobile, mobileSlots).catch(async (error: unknown) => {
      await loginTries.give(person, own)
      throw error
    })
    try {
      const signedIn = await client.login(credentials, signal)
      // Wrong tries of this person stay: with an account of their own they could guess at others' without end.
      await Promise.all([loginTries.give(person, own), loginTries.clear(mobile)])
      return signedIn
    } catch (error) {
      if (!isCounted(error, signal)) await Promise.all([loginTries.give(person, own), loginTries.give(mobile, shared)])
      if (error instanceof AppError && error.code === 'account_locked') await block(mobile, error)
      throw asForAny(error, own, shared)
    }
  }

  const logOut = (jar: Jar): Promise<void> => client.logout(jar, AbortSignal.timeout(logoutMs)).catch(() => {})

  return {
    async connect(userid, credentials, signal) {
      const { jar, userid: owner } = await signIn(userid, credentials, signal)
      // The vendor mostly does not say to whom the account belongs.
      if (owner !== null && !isSameUserid(owner, userid)) {
        await logOut(jar)
        throw new AppError('foreign_account', { source })
      }
      forget(userid)
      await sessions.open(userid, jar, clock())
    },

    async disconnect(userid) {
      await sessions.use(userid, logOut).catch(() => {})
      forget(userid)
      return sessions.close(userid)
    },

    isConnected: async (userid) => (await sessions.openedAt(userid)) !== null,
  }
}
