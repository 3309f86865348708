import { clientVersions, type ClientVersion } from './user-agent.ts'

/** When the bridge becomes available to the page: before it loads, some time after, or never. */
export const bridgeModes = ['ready', 'late', 'none'] as const
export type BridgeMode = (typeof bridgeModes)[number]

/** The simulated client of one browser, read from its `sandbox` cookie. */
export interface Client {
  /** A member's userid, or `outsider`; null until a user is chosen. */
  user: string | null
  version: ClientVersion
  isDark: boolean
  bridge: BridgeMode
  /** Its network is down. */
  isOffline?: boolean | undefined
}

/** A WeCom user who is not a member of this company. */
export const outsider = 'outsider'
export const clientCookie = 'sandbox'

const oneOf = <T extends string>(values: readonly T[], value: string | null, otherwise: T): T =>
  values.find((each) => each === value) ?? otherwise

/** Reads the cookie header. Null if it has no such cookie: then the browser is not a simulated client. */
export function readClient(cookies: string | undefined): Client | null {
  const pair = cookies
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(`${clientCookie}=`))
  if (!pair) return null
  const fields = new URLSearchParams(pair.slice(clientCookie.length + 1))
  return {
    user: fields.get('user'),
    version: oneOf(clientVersions, fields.get('version'), clientVersions[0]),
    isDark: fields.get('dark') === '1',
    bridge: oneOf(bridgeModes, fields.get('bridge'), 'ready'),
    ...(fields.get('offline') === '1' && { isOffline: true }),
  }
}

/** The `Set-Cookie` line that stores a client. */
export function clientCookieLine({ user, version, isDark, bridge, isOffline }: Client): string {
  const fields = new URLSearchParams({ ...(user ? { user } : {}), version, dark: isDark ? '1' : '0', bridge })
  if (isOffline) fields.set('offline', '1')
  return `${clientCookie}=${fields.toString()}; Path=/; HttpOnly; SameSite=Lax`
}
