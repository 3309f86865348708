import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { createSigner } from '../secrets/signer.ts'
import type { LoginStateStore } from '../store/store.ts'

const Browser = z.object({
  browser: z.string().min(1),
  /** How often a login came back within the life of the cookie. */
  rounds: z.int(),
})
/** The browser that logins belong to. Several tabs may sign in at once: they share it. */
export type Browser = z.infer<typeof Browser>

/** Where a login goes, and whether a code that was already used has been replaced once. */
export interface Errand {
  to: string
  isRestarted: boolean
}

export const loginSeconds = 600
const stateText = /^[\da-f]{32}$/

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
const random = (): string => randomBytes(16).toString('hex')

interface Deps {
  secrets: readonly string[]
  loginStates: Pick<LoginStateStore, 'put' | 'take'>
  clock: Clock
}

/** Logins under way, in the store: each works once, at whichever instance, in the browser that began it. */
export function createLoginStates({ secrets, loginStates, clock }: Deps) {
  const signer = createSigner(secrets, 'login', clock)
  return {
    newBrowser: (): Browser => ({ browser: random(), rounds: 0 }),
    /** The cookie that binds a browser. */
    write: (browser: Browser): Promise<string> => signer.sign(browser, loginSeconds),
    read: (cookie: string | undefined): Promise<Browser | null> => signer.verify(Browser, cookie),

    /** The state that is sent to WeCom and back. Kept as hashes: who reads the table cannot go on with a login. */
    async begin({ browser }: Browser, errand: Errand): Promise<string> {
      const state = random()
      const expiresAt = clock() + loginSeconds * 1000
      await loginStates.put({ state: digest(state), browser: digest(browser), ...errand, expiresAt })
      return state
    },

    async take(state: string | undefined, { browser }: Browser): Promise<Errand | null> {
      if (state === undefined || !stateText.test(state)) return null
      const row = await loginStates.take(digest(state), digest(browser))
      return row && row.expiresAt > clock() ? row : null
    },
  }
}

export type LoginStates = ReturnType<typeof createLoginStates>
