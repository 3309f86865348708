import { AppError, isExpired, UpstreamError } from '../../../errors.ts'
import type { Seal } from '../../../secrets/seal.ts'
import type { ConnectionRow, ConnectionStore } from '../../../store/store.ts'
import { loginAnswer } from '../../../upstream/send.ts'
import { createJar, type Jar } from '../jar.ts'

export interface SessionsDeps {
  connections: ConnectionStore
  seal: Seal
  /** Under which name they are kept. */
  name: string
}

export const isNotConnected = (error: unknown): boolean => error instanceof AppError && error.code === 'not_connected'

/** How answers to a person are remembered: when the session ends, they are forgotten. */
export const inSession = { askMs: 12_000, isEnd: isNotConnected }

/** What calls itself a login says that the session is over, though in no way that the vendor documents. */
const isLoginPage = (error: unknown): boolean => error instanceof UpstreamError && error.vendorCode === loginAnswer

/** People's sessions at 芸众, sealed in the store and followed through every change of their cookies. */
export function createSessions({ connections, seal, name }: SessionsDeps) {
  const notConnected = () => new AppError('not_connected', { source: 'yunzhong' })

  /** What a session is sealed for: nobody else's row can bring it. */
  const ownerOf = (userid: string) => `connection ${name} ${userid}`

  /** Seals a changed cookie, or one sealed with an older key or for no owner, again. A session that was opened meanwhile stays. */
  async function keep(row: ConnectionRow, before: string, jar: Jar): Promise<void> {
    const now = jar.header()
    if (now !== '' && (now !== before || !seal.isCurrent(row.sealed)))
      await connections.renew(row, await seal.seal(now, ownerOf(row.userid)))
  }

  /** Does the work as this person. @throws not_connected where there is no session, or the vendor does not accept it */
  async function use<T>(userid: string, work: (jar: Jar) => Promise<T>): Promise<T> {
    const row = await connections.get(userid, name)
    const before = row && (await seal.open(row.sealed, ownerOf(userid)))
    // Sealed with a key that is gone: it can never be opened.
    if (row && before === null) await connections.remove(userid, name, row.sealed)
    if (!row || before === null) throw notConnected()
    const jar = createJar(before)
    try {
      return await work(jar)
    } catch (error) {
      if (isExpired(error)) await connections.remove(userid, name, row.sealed)
      throw isExpired(error) || isLoginPage(error) ? notConnected() : error
    } finally {
      await keep(row, before, jar)
    }
  }

  return {
    use,
    /** Stands for a mobile wherever one is counted or kept. */
    markOf: (mobile: string): string => seal.hash(mobile, 'mobile at yunzhong'),
    async open(userid: string, jar: Jar, createdAt: number): Promise<void> {
      const sealed = await seal.seal(jar.header(), ownerOf(userid))
      await connections.put({ userid, source: name, sealed, createdAt })
    },
    /** When it was opened; null where there is none. Differs for each session. */
    async openedAt(userid: string): Promise<number | null> {
      return (await connections.get(userid, name))?.createdAt ?? null
    },
    close: (userid: string) => connections.remove(userid, name),
  }
}

export type Sessions = ReturnType<typeof createSessions>
