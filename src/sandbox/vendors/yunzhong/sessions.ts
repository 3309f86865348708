import { createRandom } from '../../world/random.ts'

interface Session {
  uid: number
  /** The enterprise chosen in this session. */
  businessId: number | null
  /** Epoch ms; the session ends then. */
  until: number
}

const idleMs = 7200 * 1000
const renewedMs = 60_000
const cookieName = 'PHPSESSID'

export const cookieLine = (id: string) => `${cookieName}=${id}; path=/; HttpOnly`

function idOf(cookie: string | undefined): string {
  const pair = (cookie ?? '').split(/;\s*/).find((each) => each.startsWith(`${cookieName}=`))
  return pair?.slice(cookieName.length + 1) ?? ''
}

/** PHP sessions: an opaque cookie that expires after two hours without use. */
export function createSessions(clock: () => number) {
  const sessions = new Map<string, Session>()
  const random = createRandom(0x706870)

  function open(uid: number, businessId: number | null = null): string {
    const id = random.letters(26).toLowerCase()
    sessions.set(id, { uid, businessId, until: clock() + idleMs })
    return id
  }

  /** The session of a request; every use extends its life. */
  function find(cookie: string | undefined): Session | null {
    const session = sessions.get(idOf(cookie))
    if (!session || session.until <= clock()) return null
    session.until = clock() + idleMs
    return session
  }

  /** Issues a new cookie for the same session; the old one stays valid for one more minute. */
  function renew(cookie: string | undefined): string {
    const former = sessions.get(idOf(cookie))
    const id = open(former?.uid ?? 0, former?.businessId ?? null)
    if (former) former.until = clock() + renewedMs
    return id
  }

  function end(isEnded: (session: Session) => boolean): void {
    for (const [id, session] of sessions) if (isEnded(session)) sessions.delete(id)
  }

  return {
    open,
    find,
    renew,
    close: (cookie: string | undefined) => void sessions.delete(idOf(cookie)),
    expire: (uid?: number) => end((session) => uid === undefined || session.uid === uid),
    count: (uid: number) => [...sessions.values()].filter((each) => each.uid === uid && each.until > clock()).length,
  }
}

export type Sessions = ReturnType<typeof createSessions>
