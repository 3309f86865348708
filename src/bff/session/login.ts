import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { AppError, UpstreamError } from '../errors.ts'
import { hasUserid } from '../userid.ts'
import type { Wecom } from '../wecom/wecom.ts'
import type { Admit } from './admit.ts'
import { auditSignIn } from './audit-sign-in.ts'
import { authorizeUrl, type LoginAddress } from './authorize-url.ts'
import { isByScan, pageByScan } from './by-scan.ts'
import type { Cookies } from './cookies.ts'
import { isInWecom } from './is-in-wecom.ts'
import { loginSeconds, type Browser, type Errand, type LoginStates } from './login-state.ts'
import { returnPath } from './return-path.ts'
import type { Sessions } from './session.ts'

export interface LoginDeps extends LoginAddress {
  wecom: Pick<Wecom, 'userOfCode'>
  sessions: Sessions
  states: LoginStates
  admit: Admit
  cookies: Cookies
  /** By scanning a code, nobody else signs in. */
  adminUserids: readonly string[]
  /** Limits how often an address may try. */
  limit(route: string): RouteShorthandOptions
}

/** The cookie of a browser, for all its tabs. */
const shared = 'login'
/** The cookie of one login. It is left to its ten minutes: the state works once. */
const ownOf = (state: string): string => `login_${state.slice(0, 8)}`
const maxRounds = 3
const exchangeMs = 10_000

const textOf = (query: unknown, name: string): string | undefined => {
  const value = typeof query === 'object' && query !== null ? (query as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' && value !== '' && value.length <= 512 ? value : undefined
}

/** WeCom's login, on the server alone: the code never reaches the page [docs/vendors/wecom.md#signing-in]. */
export function registerLogin(app: FastifyInstance, deps: LoginDeps): void {
  const { wecom, sessions, states, admit, cookies, adminUserids } = deps
  const hasWebLogin = deps.config.webLoginUrl !== null && adminUserids.length > 0

  const browserOf = (request: FastifyRequest) => states.read(cookies.read(request, shared))

  async function keep(reply: FastifyReply, browser: Browser, name = shared): Promise<void> {
    cookies.set(reply, name, { value: await states.write(browser), maxAge: loginSeconds })
  }

  async function begin(reply: FastifyReply, known: Browser | null, errand: Errand): Promise<FastifyReply> {
    const browser = known ?? states.newBrowser()
    const state = await states.begin(browser, errand)
    await keep(reply, browser)
    // Another tab may be as new, and then its answer replaces the cookie that they share.
    if (!known) await keep(reply, browser, ownOf(state))
    const address = authorizeUrl(deps, { state, isByScan: isByScan(reply.request, errand.to) })
    return reply.header('cache-control', 'no-store').redirect(address, 302)
  }

  /** The login that comes back: of this browser, and not used yet. Without a code where the user does not agree to it. */
  async function pendingLogin(request: FastifyRequest) {
    const [state, code] = [textOf(request.query, 'state'), textOf(request.query, 'code')]
    if (!state) throw new AppError('bad_state')
    for (const name of [shared, ownOf(state)]) {
      const browser = await states.read(cookies.read(request, name))
      const errand = browser && (await states.take(state, browser))
      if (errand) return { browser, errand, code, isScanned: isByScan(request, errand.to) }
    }
    throw new AppError('bad_state')
  }

  /** Whatever fails from here on, its page leads to where this browser signs in. */
  function leadBack(request: FastifyRequest): void {
    if (hasWebLogin && !isInWecom(request)) request.backTo = pageByScan
  }

  app.get('/auth/login', deps.limit('login'), async (request, reply) => {
    leadBack(request)
    const to = returnPath(textOf(request.query, 'to'))
    if (isByScan(request, to) && !hasWebLogin) return reply.redirect(pageByScan, 302)
    const browser = await browserOf(request)
    if (browser && browser.rounds >= maxRounds) {
      cookies.clear(reply, shared)
      throw new AppError('login_loop')
    }
    return begin(reply, browser, { to, isRestarted: false })
  })

  app.get('/auth/callback', deps.limit('callback'), async (request, reply) => {
    leadBack(request)
    let userid: string | null = null
    const refuse = (error: unknown) => {
      auditSignIn(request, userid, error)
      throw error
    }
    const { browser: known, errand, code, isScanned } = await pendingLogin(request).catch(refuse)
    // The page says once more how to sign in.
    if (!code && isScanned) return reply.redirect(errand.to, 303)
    if (!code) return refuse(new AppError('bad_state'))
    // Somebody has scanned each time: that is no circle.
    const browser = isScanned ? known : { ...known, rounds: known.rounds + 1 }
    await keep(reply, browser)
    try {
      userid = (await wecom.userOfCode(code, AbortSignal.timeout(exchangeMs))).userid
      if (userid === null) throw new AppError('not_a_member')
      // To others the page that they would go to does not exist.
      if (isScanned && !hasUserid(adminUserids, userid)) throw new AppError('not_found')
      const { staff, endsBefore } = await admit(userid)
      cookies.set(reply, 'session', await sessions.begin(staff, endsBefore))
      auditSignIn(request, userid)
      return await reply.header('cache-control', 'no-store').redirect(errand.to, 303)
    } catch (error) {
      // A refusal that the user is told of is no circle: the next try is a first one.
      if (error instanceof AppError && error.code === 'not_a_member') await keep(reply, { ...browser, rounds: 0 })
      // Used twice, or older than five minutes: a reload of this page does that.
      if (!(error instanceof UpstreamError) || error.vendorCode !== 40029) return refuse(error)
      if (errand.isRestarted) return refuse(new AppError('bad_state'))
      return begin(reply, browser, { to: errand.to, isRestarted: true })
    }
  })
}
