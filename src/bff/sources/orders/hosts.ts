import { isLoopback } from '../../store/is-loopback.ts'
import { longest } from '../../wire/bounds.ts'

const isListed = ({ host, hostname, port }: URL, hosts: readonly string[]): boolean =>
  hosts.some((one) => (one.startsWith('*.') ? port === '' && hostname.endsWith(one.slice(1)) : host === one))

/** Encrypted on its way, or not on any. */
const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))

/** The host of an address, for whoever lists hosts; what is no address has none. */
export const hostIn = (address: string): string | null => (URL.canParse(address) ? new URL(address).host || null : null)

/** Reads an address that a foreign system sent: https and of one of these hosts, else null. */
export function createAddresses(hosts: readonly string[]) {
  return (text: string): string | null => {
    if (text.length > longest.listed || !URL.canParse(text)) return null
    const address = new URL(text)
    if (!isSafe(address) || address.username || address.password || !isListed(address, hosts)) return null
    return address.href
  }
}

export type Addresses = ReturnType<typeof createAddresses>
