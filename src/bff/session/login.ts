import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { WecomConfig } from '../wecom/config.ts'
import { AppError, UpstreamError } from '../errors.ts'
import type { Staff } from '#contract/session'
import type { Wecom } from '../wecom/wecom.ts'
import type { Cookies } from './cookies.ts'
import { isSameState, loginSeconds, type LoginState, type LoginStates } from './login-state.ts'
import { returnPath } from './return-path.ts'
import { sessionSeconds, type Sessions } from './session.ts'

export interface LoginDeps {
  config: Pick<WecomConfig, 'corpId' | 'agentId' | 'oauthUrl'>
  publicOrigin: string
  wecom: Pick<Wecom, 'userOfCode' | 'nameOf'>
  sessions: Sessions
  states: LoginStates
  cookies: Cookies
  /** Limits how often an address may try. */
  limit(route: string): RouteShorthandOptions
}

const maxRounds = 3
const exchangeMs = 10_000
const nameMs = 2000

function authorizeUrl({ config, publicOrigin }: LoginDeps, state: string): string {
  const query = new URLSearchParams({
    appid: config.corpId,
    redirect_uri: `${publicOrigin}/auth/callback`,
    response_type: 'code',
    scope: 'snsapi_base',
    state,
    agentid: config.agentId,
  })
  return `${config.oauthUrl}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`
}

const textOf = (query: unknown, name: string): string | undefined => {
  const value = typeof query === 'object' && query !== null ? (query as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' && value !== '' && value.length <= 512 ? value : undefined
}

/** WeCom's login, on the server alone: the code never reaches the page [docs/vendors/wecom.md#signing-in]. */
export function registerLogin(app: FastifyInstance, deps: LoginDeps): void {
  const { wecom, sessions, states, cookies } = deps

  async function keep(reply: FastifyReply, login: LoginState): Promise<void> {
    cookies.set(reply, 'login', { value: await states.write(login), maxAge: loginSeconds })
  }

  async function begin(reply: FastifyReply, to: string, former: LoginState | null): Promise<FastifyReply> {
    const login = states.begin(to, former)
    await keep(reply, login)
    return reply.header('cache-control', 'no-store').redirect(authorizeUrl(deps, login.state), 302)
  }

  /** Signing in waits two seconds for the name and then goes on without it. */
  async function staffOf(userid: string): Promise<Staff> {
    const name = await wecom.nameOf(userid, AbortSignal.timeout(nameMs)).catch(() => null)
    return { userid, name: name ?? userid }
  }

  async function pendingLogin(request: FastifyRequest): Promise<LoginState> {
    const login = await states.read(cookies.read(request, 'login'))
    if (!login || !isSameState(login.state, textOf(request.query, 'state'))) throw new AppError('bad_state')
    return login
  }

  app.get('/auth/login', deps.limit('login'), async (request, reply) => {
    const former = await states.read(cookies.read(request, 'login'))
    if (former && former.rounds >= maxRounds) {
      cookies.clear(reply, 'login')
      throw new AppError('login_loop')
    }
    return begin(reply, returnPath(textOf(request.query, 'to')), former)
  })

  app.get('/auth/callback', deps.limit('callback'), async (request, reply) => {
    const login = await pendingLogin(request)
    const code = textOf(request.query, 'code')
    if (!code) throw new AppError('bad_state')
    const used = { ...login, state: '', rounds: login.rounds + 1 }
    await keep(reply, used)
    try {
      const { userid } = await wecom.userOfCode(code, AbortSignal.timeout(exchangeMs))
      if (userid === null) throw new AppError('not_a_member')
      const staff = await staffOf(userid)
      cookies.set(reply, 'session', { value: await sessions.issue(staff), maxAge: sessionSeconds })
      request.log.info({ audit: 'sign-in', userid, source: 'wecom' }, 'signed in')
      return await reply.header('cache-control', 'no-store').redirect(login.to, 303)
    } catch (error) {
      // Used twice, or older than five minutes: a reload of this page does that.
      if (!(error instanceof UpstreamError) || error.vendorCode !== 40029) throw error
      if (login.isRestarted) throw new AppError('bad_state')
      return begin(reply, login.to, { ...used, isRestarted: true })
    }
  })

  app.post('/auth/logout', async (request, reply) => {
    cookies.clear(reply, 'session')
    const userid = request.signedIn?.staff.userid
    if (userid) request.log.info({ audit: 'sign-out', userid, source: 'wecom' }, 'signed out')
    return reply.code(204).send()
  })
}
