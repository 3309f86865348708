import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Lax, not Strict: WebKit would withhold a strict cookie on the way back from WeCom's login
 * [docs/vendors/wecom.md#signing-in].
 */
export function createCookies(publicOrigin: string) {
  const isSecure = publicOrigin.startsWith('https:')
  const fullName = (name: string) => (isSecure ? `__Host-sidedesk_${name}` : `sidedesk_${name}`)
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const
  return {
    fullName,
    read: (request: FastifyRequest, name: string): string | undefined => request.cookies[fullName(name)],
    set: (reply: FastifyReply, name: string, cookie: { value: string; maxAge: number }) =>
      reply.setCookie(fullName(name), cookie.value, { ...options, maxAge: cookie.maxAge }),
    clear: (reply: FastifyReply, name: string) => reply.clearCookie(fullName(name), options),
  }
}

export type Cookies = ReturnType<typeof createCookies>
