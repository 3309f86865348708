import type { Clock } from '../../../clock.ts'
import { AppError, UpstreamError } from '../../../errors.ts'
import { createSingleFlight } from '../../../concurrency/single-flight.ts'
import type { LoginTryStore } from '../../../store/store.ts'
import type { YunzhongClient } from '../client.ts'
import type { Jar } from '../jar.ts'
import type { Credentials } from '../login.ts'
import { isNotConnected, type Sessions } from './sessions.ts'

interface Deps {
  credentials: Credentials
  client: YunzhongClient
  sessions: Sessions
  loginTries: LoginTryStore
  clock: Clock
}

/** The tenant's own account, which signs itself in. */
export interface ServiceSession {
  /** Signs in where there is no session, and once more where the vendor does not accept it. @throws UpstreamError */
  use<T>(work: (jar: Jar) => Promise<T>, signal: AbortSignal): Promise<T>
}

const origin = { source: 'yunzhong', operation: 'login' } as const
/** The vendor locks an account after five wrong passwords within half an hour: a wrong variable must not do that. */
const slots = 2
const windowMs = 30 * 60_000
const loginMs = 20_000

/** A refusal of the service account is the operator's to mend, not a salesperson's. */
function asUpstream(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  const { code, retryAfterSeconds } = error
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
  return new UpstreamError({ ...origin, reason: 'refused', vendorCode: code, ...wait })
}

/** The vendor did not get to check the password. */
const isHarmless = (error: unknown): boolean =>
  error instanceof UpstreamError && (error.reason === 'unreachable' || error.reason === 'rate_limited')

/** Signs in without success at most twice in half an hour, over all instances and restarts. */
export function createServiceSession(deps: Deps): ServiceSession {
  const { credentials, client, sessions, loginTries, clock } = deps
  const once = createSingleFlight()
  // The name holds the mobile, so that another service account does not go on with this one's session.
  const name = sessions.markOf(credentials.mobile)
  const subject = `service:${name}`
  let lastRefusal: UpstreamError | null = null

  const limited = () =>
    new UpstreamError({
      ...origin,
      reason: lastRefusal?.reason ?? 'refused',
      vendorCode: 'login_limit',
      cause: lastRefusal,
    })

  async function signIn(): Promise<void> {
    const now = clock()
    const taken = await loginTries.take(subject, { slots, now, expiresAt: now + windowMs })
    // Without a pause: a session that a gateway's error page hid may be valid again in a minute.
    if ('freeAt' in taken) throw limited()
    try {
      const { jar } = await client.login(credentials, AbortSignal.timeout(loginMs))
      await sessions.open(name, jar, clock())
      lastRefusal = null
    } catch (thrown) {
      const error = asUpstream(thrown)
      if (isHarmless(error)) await loginTries.give(subject, taken.slot)
      else if (error instanceof UpstreamError) lastRefusal = error
      throw error
    }
  }

  return {
    async use(work, signal) {
      try {
        return await sessions.use(name, work)
      } catch (error) {
        if (!isNotConnected(error)) throw error
      }
      await once('login', signIn)
      signal.throwIfAborted()
      try {
        const done = await sessions.use(name, work)
        // Only logins that did not lead to a working session are counted.
        await loginTries.clear(subject)
        return done
      } catch (error) {
        throw isNotConnected(error) ? new UpstreamError({ ...origin, reason: 'expired' }) : error
      }
    },
  }
}
