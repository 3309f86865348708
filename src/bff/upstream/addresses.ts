import { isLoopback } from '../store/is-loopback.ts'

const name = String.raw`[a-z\d](?:[a-z\d-]{0,62})(?:\.[a-z\d](?:[a-z\d-]{0,62})){0,20}`
const host = new RegExp(String.raw`^(?:${name}|\[[\da-f:]{2,39}\])(?::\d{1,5})?$`)
const suffix = new RegExp(String.raw`^\*\.${name}$`)

/** `host` or `host:port`. */
export const isHost = (text: string): boolean => host.test(text)

/** `host`, `host:port` or `*.suffix`. */
export const isHostEntry = (text: string): boolean => isHost(text) || suffix.test(text)

/** An address without credentials, encrypted on its way or not on any: https, or http on loopback. */
export function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
  return isSafe && !username && !password
}
