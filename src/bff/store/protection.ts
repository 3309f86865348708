import type { ConnectionOptions as TlsOptions } from 'node:tls'
import { parse } from 'pg-connection-string'
import { isLoopback } from './is-loopback.ts'

/** This machine, or a socket's folder on it. */
const isLocal = (host: string): boolean => host === '' || host.startsWith('/') || isLoopback(host)

/** How a connection is protected: not at all, encrypted without knowing by whom it is answered, or with a checked certificate. */
export type Protection = 'local' | 'none' | 'unverified' | 'verified'

const isAsked = (databaseUrl: string): boolean => {
  const { searchParams } = new URL(databaseUrl)
  return ['sslmode', 'ssl', 'sslrootcert', 'sslcert', 'sslkey'].some((name) => searchParams.has(name))
}

/** Node's driver cannot try one way and then the other; `no-verify` is its own word. */
const otherWords: Record<string, string> = { allow: 'disable', 'no-verify': 'require' }

/**
 * `sslmode` as PostgreSQL's own library has it: `require` encrypts, `verify-full` checks the certificate as well. Without it,
 * TLS with a checked certificate, but for this machine.
 * @throws where a file of a certificate cannot be read, or `verify-ca` has none
 */
export function tlsOf(databaseUrl: string): TlsOptions | false {
  if (!isAsked(databaseUrl))
    return isLocal(parse(databaseUrl, { useLibpqCompat: true }).host ?? '') ? false : { rejectUnauthorized: true }
  const asked = new URL(databaseUrl)
  const mode = asked.searchParams.get('sslmode') ?? ''
  asked.searchParams.set('sslmode', otherWords[mode] ?? mode)
  const { ssl } = parse(asked.href, { useLibpqCompat: true })
  if (!ssl) return false
  return typeof ssl === 'object' ? (ssl as TlsOptions) : { rejectUnauthorized: true }
}

export function protectionOf(databaseUrl: string): Protection {
  if (databaseUrl.startsWith('file:')) return 'local'
  const { host } = parse(databaseUrl, { useLibpqCompat: true })
  if (isLocal(host ?? '')) return 'local'
  const tls = tlsOf(databaseUrl)
  if (tls === false) return 'none'
  return tls.rejectUnauthorized === false ? 'unverified' : 'verified'
}
