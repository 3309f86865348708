import { randomBytes } from 'node:crypto'
import type { Clock } from '../vendor.ts'
import { WecomRefusal } from './voice.ts'

const lifeSeconds = 7200

interface Credential {
  value: string
  expiresAt: number
}

const secret = (bytes: number) => randomBytes(bytes).toString('base64url')

/** The app's access token. A second request during its lifetime returns the same token [docs/vendors/wecom.md#access-token]. */
export function createTokens(clock: Clock) {
  let current: Credential | null = null
  const expired = new Set<string>()

  function issue() {
    if (!current || current.expiresAt <= clock()) {
      if (current) expired.add(current.value)
      current = { value: secret(100), expiresAt: clock() + lifeSeconds * 1000 }
    }
    return { access_token: current.value, expires_in: Math.floor((current.expiresAt - clock()) / 1000) }
  }

  function check(token: string | undefined): void {
    if (!token) throw new WecomRefusal(41001)
    if (current?.value === token && current.expiresAt > clock()) return
    throw new WecomRefusal(expired.has(token) || current?.value === token ? 42001 : 40014)
  }

  /** Revokes the token before it expires, as WeCom may do at any time. */
  function expire(): void {
    if (current) expired.add(current.value)
    current = null
  }

  return { issue, check, expire }
}

/** The app's agent_config ticket. Once a newer ticket is issued, the old one no longer signs. */
export function createTickets(clock: Clock) {
  let current: Credential | null = null

  function issue() {
    const fresh =
      current && current.expiresAt > clock() ? current : { value: secret(64), expiresAt: clock() + lifeSeconds * 1000 }
    current = fresh
    return { ticket: fresh.value, expires_in: Math.floor((fresh.expiresAt - clock()) / 1000) }
  }

  return {
    issue,
    valid: () => (current && current.expiresAt > clock() ? current.value : null),
    expire: () => {
      current = null
    },
  }
}

/** OAuth codes: each can be used once, within five minutes [docs/vendors/wecom.md#signing-in]. */
export function createCodes(clock: Clock) {
  const codes = new Map<string, { userid: string; expiresAt: number }>()

  function issue(userid: string): string {
    const code = secret(32)
    codes.set(code, { userid, expiresAt: clock() + 5 * 60_000 })
    return code
  }

  function redeem(code: string): string {
    const known = codes.get(code)
    codes.delete(code)
    if (!known || known.expiresAt <= clock()) throw new WecomRefusal(40029)
    return known.userid
  }

  return { issue, redeem }
}

export type Tokens = ReturnType<typeof createTokens>
export type Tickets = ReturnType<typeof createTickets>
export type Codes = ReturnType<typeof createCodes>
