import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import { AppError, codeOf, UpstreamError } from '../errors.ts'
import type { Wecom } from '../wecom/wecom.ts'
import type { Admit } from './admit.ts'
import { authorizeUrl, type LoginAddress } from './authorize-url.ts'
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
  /** Limits how often an address may try. */
  limit(route: string): RouteShorthandOptions
}

/** The cookie of a browser, for all its tabs. */
const shared = 'login'
/** The cookie of one login. It is left to its ten minutes: the state works once. */
const ownOf = (state: string): string => `login_${state.slice(0, 8)}`
const maxRounds = 3
const exchangeMs = 10_000

/** The one page for which a browser that is not WeCom's client may sign in. */
const isForBrowsers = (to: string): boolean => /^\/admin([#/?]|$)/.test(to)

const textOf = (query: unknown, name: string): string | undefined => {
  const value = typeof query === 'object' && query !== null ? (query as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' && value !== '' && value.length <= 512 ? value : undefined
}

/** WeCom's login, on the server alone: the code never reaches the page [docs/vendors/wecom.md#signing-in]. */
export function registerLogin(app: FastifyInstance, deps: LoginDeps): void {
  const { wecom, sessions, states, admit, cookies } = deps

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
    const isInBrowser = isForBrowsers(errand.to) && !isInWecom(reply.request)
    return reply.header('cache-control', 'no-store').redirect(authorizeUrl(deps, { state, isInBrowser }), 302)
  }

  /** The login that comes back: of this browser, and not used yet. */
  async function pendingLogin(request: FastifyRequest) {
    const [state, code] = [textOf(request.query, 'state'), textOf(request.query, 'code')]
    if (!state || !code) throw new AppError('bad_state')
    for (const name of [shared, ownOf(state)]) {
      const browser = await states.read(cookies.read(request, name))
      const errand = browser && (await states.take(state, browser))
      if (errand) return { browser: { ...browser, rounds: browser.rounds + 1 }, errand, code }
    }
    throw new AppError('bad_state')
  }

  app.get('/auth/login', deps.limit('login'), async (request, reply) => {
    const browser = await browserOf(request)
    if (browser && browser.rounds >= maxRounds) {
      cookies.clear(reply, shared)
      throw new AppError('login_loop')
    }
    return begin(reply, browser, { to: returnPath(textOf(request.query, 'to')), isRestarted: false })
  })

  /** The line that says who signed in, or who was refused and why. */
  function audit(request: FastifyRequest, userid: string | null, error?: unknown): void {
    const fields = { audit: 'sign-in', userid, address: request.ip, source: 'wecom' }
    if (error === undefined) request.log.info(fields, 'signed in')
    else request.log.info({ ...fields, refused: codeOf(error) }, 'not signed in')
  }

  app.get('/auth/callback', deps.limit('callback'), async (request, reply) => {
    let userid: string | null = null
    const refuse = (error: unknown) => {
      audit(request, userid, error)
      throw error
    }
    const { browser, errand, code } = await pendingLogin(request).catch(refuse)
    await keep(reply, browser)
    try {
      userid = (await wecom.userOfCode(code, AbortSignal.timeout(exchangeMs))).userid
      if (userid === null) throw new AppError('not_a_member')
      const { staff, endsBefore } = await admit(userid)
      cookies.set(reply, 'session', await sessions.begin(staff, endsBefore))
      audit(request, userid)
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
