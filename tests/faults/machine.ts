import { readFileSync } from 'node:fs'
import dns, { type LookupAddress, type LookupOptions } from 'node:dns'
import tls from 'node:tls'

/** `.invalid` never exists in the DNS [RFC 6761]: only this process resolves names below it. */
const domain = '.vendor.invalid'

const read = (name: string) => readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), 'utf8')
const pairOf = (name: string) => ({ cert: read(`${name}.cert`), key: read(`${name}.key`) })

/** `vendors` is trusted by this process, `stranger` is not; both are valid for every name of the domain. */
export const certificates = { vendors: pairOf('vendors'), stranger: pairOf('stranger') }

type Found = (error: Error | null, address?: string | LookupAddress[], family?: number) => void

const forgotten = new Set<string>()

/** Makes the vendor's name unknown, or known again. */
export function forget(name: string, isForgotten: boolean): void {
  if (isForgotten) forgotten.add(name + domain)
  else forgotten.delete(name + domain)
}

export const addressOf = (name: string, port: number) => `https://${name}${domain}:${port}`

function unknown(hostname: string): Error {
  const facts = { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname }
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), facts)
}

/** Makes this process resolve the vendors' names and trust their certificate. */
export function settle(): void {
  const { lookup } = dns
  const { createSecureContext } = tls
  function known(hostname: string, options: LookupOptions, found: Found): void {
    if (!hostname.endsWith(domain)) return lookup(hostname, options, found)
    if (forgotten.has(hostname)) return setImmediate(found, unknown(hostname)).unref() && undefined
    if (options.all) setImmediate(found, null, [{ address: '127.0.0.1', family: 4 }])
    else setImmediate(found, null, '127.0.0.1', 4)
  }
  Object.assign(dns, { lookup: known })
  Object.assign(tls, {
    createSecureContext: (options: tls.SecureContextOptions = {}) =>
      createSecureContext({ ca: certificates.vendors.cert, ...options }),
  })
}
