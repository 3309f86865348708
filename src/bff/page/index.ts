import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Boot, Signature } from '#contract/session'
import type { Cookies } from '../session/cookies.ts'
import { describeSession, type Installation } from '../session/handlers.ts'
import { isInWecom } from '../session/is-in-wecom.ts'
import { signableUrl } from './signature.ts'
import type { Wecom } from '../wecom/wecom.ts'
import type { Html } from './files.ts'

export interface PageDeps {
  html: Html
  publicOrigin: string
  installation: Installation
  wecom: Pick<Wecom, 'signature'>
  cookies: Cookies
}

/** The page loads without a signature rather than wait longer for one. */
const signatureMs = 1500

/** The page itself, with all that it needs before it can ask the SDK. */
export function registerPage(app: FastifyInstance, deps: PageDeps): void {
  const { html, publicOrigin, installation, wecom, cookies } = deps

  async function signatureOf(request: FastifyRequest): Promise<Signature | null> {
    try {
      const url = signableUrl(publicOrigin + request.url, publicOrigin)
      return await wecom.signature(url, AbortSignal.timeout(signatureMs))
    } catch (error) {
      request.log.warn({ problem: error instanceof Error ? error.message : 'unknown' }, 'no signature for the page')
      return null
    }
  }

  async function bootOf(request: FastifyRequest): Promise<Boot> {
    const { build } = installation
    const staff = request.signedIn?.staff
    if (!staff) return { build, session: null, signature: null }
    return { build, session: await describeSession(staff, installation), signature: await signatureOf(request) }
  }

  async function page(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    void reply.header('cache-control', 'no-store').header('vary', 'Cookie, User-Agent, Sec-Fetch-Site')
    if (!request.signedIn && isInWecom(request)) {
      return reply.redirect(`/auth/login?to=${encodeURIComponent(request.url)}`, 302)
    }
    // The login is complete: the next one starts counting its rounds from zero.
    if (request.signedIn && cookies.read(request, 'login')) cookies.clear(reply, 'login')
    const boot = await bootOf(request)
    const hasOrders = boot.session?.sources.some(({ id, configured }) => id === 'orders' && configured)
    return reply.type('text/html; charset=utf-8').send(html.with(boot, hasOrders ? 'has-orders' : undefined))
  }

  app.get('/', page)
  app.get('/index.html', page)
}
