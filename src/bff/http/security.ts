import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { AppError } from '../errors.ts'

/** Where WeCom and WeChat keep avatars. */
const avatarHosts = [
  'https://*.qlogo.cn',
  'https://*.qpic.cn',
  'https://wework.qpic.cn',
  'https://work.weixin.qq.com',
  'https://*.work.weixin.qq.com',
]

const referrerPolicy = 'strict-origin-when-cross-origin'

interface Allowed {
  pictureOrigins?: readonly string[] | undefined
  scriptHashes?: readonly string[]
  frameOrigins?: readonly string[]
}

/** What the page may load: its own files, avatars, pictures of `pictureOrigins`, and pages of `frameOrigins` in frames. */
export function helmetOptions(publicOrigin: string, allowed: Allowed = {}): FastifyHelmetOptions {
  const { pictureOrigins = [], scriptHashes = [], frameOrigins = [] } = allowed
  const isSecure = publicOrigin.startsWith('https:')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", ...scriptHashes],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', ...avatarHosts, ...pictureOrigins],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        ...(frameOrigins.length > 0 ? { frameSrc: [...new Set(frameOrigins)] } : {}),
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: isSecure,
    referrerPolicy: { policy: referrerPolicy },
    xFrameOptions: { action: 'deny' },
  }
}

/** Headers of answers for which no hook runs: to a URL that cannot be decoded, or to what is not HTTP. */
export function bareHeaders(publicOrigin: string): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': referrerPolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(publicOrigin.startsWith('https:')
      ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
      : {}),
  }
}

/** What a page of somebody else's opens, that page keeps a hold on; the client itself and our own page do not. */
const isOpenedByOthers = ({ headers }: FastifyRequest) =>
  !['none', 'same-origin'].includes(headers['sec-fetch-site'] ?? '')

/**
 * Takes away the header that cuts a page off from its opener where there is none to be cut off from: it makes the engine begin
 * a new process once the answer has come, a tenth of a second on a phone. The same for all pages, as going from one with the
 * header to one without costs as much.
 */
export function keepProcess(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
  if (!isOpenedByOthers(request)) reply.removeHeader('cross-origin-opener-policy')
  done()
}

const isSafe = (method: string) => ['GET', 'HEAD', 'OPTIONS'].includes(method)

/**
 * Only our own page may change anything. Every browser that runs it sends one of these headers, so a change with a
 * session but without `Origin` and `Sec-Fetch-Site` is refused as well. Without a session there is nothing to abuse.
 */
export function refuseForeignOrigin(publicOrigin: string, hasSession: (request: FastifyRequest) => boolean) {
  return (request: FastifyRequest, _reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    if (isSafe(request.method)) return done()
    const { origin, 'sec-fetch-site': site } = request.headers
    const isForeign =
      (origin !== undefined && origin !== publicOrigin) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none')
    const isUnsaid = origin === undefined && site === undefined && hasSession(request)
    if (isForeign || isUnsaid) throw new AppError('foreign_origin')
    done()
  }
}

const maxUrl = 4096
const maxParameters = 32

const hosts = (rawHeaders: readonly string[]): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length

/** Far more than the page sends, or two hosts, of which a proxy may read one and we the other. Refused before it is read. */
export function refuseExcess(
  { raw, query }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction,
): void {
  if (hosts(raw.rawHeaders) > 1) throw new AppError('bad_request', { detail: 'host' })
  if ((raw.url ?? '').length > maxUrl) throw new AppError('bad_request', { detail: 'url' })
  const isLong = typeof query === 'object' && query !== null && Object.keys(query).length > maxParameters
  if (isLong) throw new AppError('bad_request', { detail: 'query' })
  done()
}
