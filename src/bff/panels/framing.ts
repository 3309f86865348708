import type { IncomingHttpHeaders } from 'node:http'

const hostSource = /^(?:(https?):\/\/)?(\*|(?:\*\.)?[^\s:/]+|\[[\da-f:]+\])(?::(\d+|\*))?(?:\/.*)?$/i
const defaultPorts: Record<string, string> = { 'http:': '80', 'https:': '443' }

function isHostMatch(pattern: string, hostname: string): boolean {
  const lower = pattern.toLowerCase()
  return lower === '*' || (lower.startsWith('*.') ? hostname.endsWith(lower.slice(1)) : hostname === lower)
}

/** A source of `frame-ancestors` [CSP 3, 6.7.2.8]. `'self'` and `'none'` never are another origin. */
function allows(source: string, { protocol, hostname, port }: URL): boolean {
  if (source === '*') return true
  if (/^https?:$/i.test(source)) return source.toLowerCase() === protocol || protocol === 'https:'
  const [, scheme, host, wanted] = hostSource.exec(source) ?? []
  if (host === undefined || !isHostMatch(host, hostname)) return false
  const isScheme = scheme === undefined || `${scheme.toLowerCase()}:` === protocol || protocol === 'https:'
  const own = port || defaultPorts[protocol]
  return isScheme && (wanted === '*' || own === (wanted ?? defaultPorts[protocol]))
}

const valuesOf = (header: string | string[] | undefined): string[] => [header ?? []].flat().join(',').split(',')

/** The sources of each policy that has any; a browser wants all policies to allow. */
const ancestorsOf = (header: string | string[] | undefined): string[][] =>
  valuesOf(header)
    .flatMap((policy) => policy.split(';'))
    .map((directive) => directive.trim().split(/\s+/))
    .filter(([name]) => name?.toLowerCase() === 'frame-ancestors')
    .map(([, ...sources]) => sources)

/** The header by which a page forbids that a page of this origin frames it; null where none does. */
export function framingRefusal(headers: IncomingHttpHeaders, origin: string): string | null {
  const ancestor = new URL(origin)
  const policies = ancestorsOf(headers['content-security-policy'])
  if (policies.some((sources) => !sources.some((source) => allows(source, ancestor)))) return 'frame-ancestors'
  // With frame-ancestors the older header is not looked at, and neither is ALLOW-FROM.
  const older = policies.length > 0 ? [] : valuesOf(headers['x-frame-options'])
  return older.some((value) => /^(?:deny|sameorigin)$/i.test(value.trim())) ? 'X-Frame-Options' : null
}
