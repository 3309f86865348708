import type { FastifyReply, FastifyRequest } from 'fastify'
import { send } from '../vendor-faults.ts'
import type { SimulatedReply } from '../voice.ts'
import { businessId, uniacid } from './accounts.ts'
import type { Login } from './login.ts'
import { parametersOf, type Parameters } from './parameters.ts'
import { cookieLine, type Sessions } from './sessions.ts'
import type { Caller, YunzhongState } from './state.ts'
import { askToLogIn, failure, notGranted, ok, page, PageInstead, Refusal } from './voice.ts'

export interface DoorDeps {
  state: YunzhongState
  sessions: Sessions
  login: Login
}

export type Answer = (parameters: Parameters, caller: Caller) => SimulatedReply

/** @throws Refusal if the address names another shop or none */
export function checkShop(text: string): void {
  if (text !== String(uniacid)) throw new Refusal(failure('无此公众号', { login_status: -2 }))
}

/** Identifies the caller and checks their rights, before every route of both families (`api.php` and `/business/`). */
export function createFrontDoor({ state, sessions, login }: DoorDeps) {
  const originOf = ({ headers }: FastifyRequest) => `http://${headers.host ?? ''}`

  /** @throws Refusal if the request has no valid session */
  function callerOf(request: FastifyRequest, family: 'api' | 'business'): Caller {
    const session = sessions.find(request.headers.cookie)
    const account = state.accounts.find(({ uid }) => uid === session?.uid)
    if (account) return { account, origin: originOf(request) }
    // Clients of type 5 sign in by password; the others by OAuth.
    const isPassword = family === 'business' || parametersOf(request).text('type') === '5'
    return askToLogIn(state.quirks.loginShape ?? (isPassword ? 'login_status 1' : 'login_status 0'))
  }

  function checkBusiness(request: FastifyRequest): void {
    const chosen = sessions.find(request.headers.cookie)?.businessId ?? null
    if (state.quirks.needsBusiness && chosen === null) askToLogIn('login_status 2')
    if (state.quirks.isPcOff) throw new Refusal(failure('企业管理PC端未开启'))
  }

  function checkGrant(operation: string): void {
    if (state.quirks.denied.includes(operation)) throw new Refusal(failure(notGranted))
  }

  function signIn(parameters: Parameters, reply: FastifyReply): SimulatedReply {
    const { uid, name, mobile } = login.signIn(parameters.text('mobile'), parameters.text('password'))
    reply.header('Set-Cookie', cookieLine(sessions.open(uid)))
    return ok({ status: 1, uid, nickname: name, mobile, avatar: '', uniacid }, '登录成功')
  }

  function signOut(request: FastifyRequest): SimulatedReply {
    sessions.close(request.headers.cookie)
    return ok([], '退出成功')
  }

  function chooseBusiness(request: FastifyRequest): SimulatedReply {
    callerOf(request, 'business')
    const session = sessions.find(request.headers.cookie)
    if (Number(parametersOf(request).text('id')) !== businessId) askToLogIn('login_status 2')
    if (session) session.businessId = businessId
    return ok([], '切换成功')
  }

  /** Sends the answer, or the vendor's refusal if `answer` throws. */
  function respond(request: FastifyRequest, reply: FastifyReply, answer: () => SimulatedReply): FastifyReply {
    try {
      const told = answer()
      const isRenewed = state.quirks.renewsCookie && sessions.find(request.headers.cookie) !== null
      if (isRenewed) reply.header('Set-Cookie', cookieLine(sessions.renew(request.headers.cookie)))
      return send(reply, told)
    } catch (error) {
      if (error instanceof PageInstead) return reply.code(200).type('text/html; charset=utf-8').send(page('登录'))
      if (error instanceof Refusal) return send(reply, error.reply)
      throw error
    }
  }

  return { callerOf, checkBusiness, checkGrant, signIn, signOut, chooseBusiness, respond }
}

export type FrontDoor = ReturnType<typeof createFrontDoor>
