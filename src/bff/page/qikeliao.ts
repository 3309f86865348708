import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AdminCode } from '#contract/admin'
import type { Boot } from '#contract/session'
import { codeOf } from '../errors.ts'
import { messagePagePolicyFor, plainPage } from '../http/message-page.ts'
import { sendProblem } from '../http/problem-reply.ts'
import { ancestorsOf, helmetOptions } from '../http/security.ts'
import type { FriendContact } from '../identity/friend-contact.ts'
import { logFailure } from '../logging/log-failure.ts'
import type { QikeliaoConfig } from '../qikeliao/config.ts'
import type { Bearers } from '../session/bearer.ts'
import { describeSession, type Installation } from '../session/handlers.ts'
import type { Html } from './files.ts'
import { createLetIn, type LetInDeps, type Outcome, type Refusal } from './let-in.ts'

export interface QikeliaoPageDeps extends Omit<LetInDeps, 'rules'> {
  config: QikeliaoConfig
  publicOrigin: string
  html: Html
  installation: Installation
  pictureOrigins: readonly string[]
  contactOf: FriendContact
  bearers: Bearers
}

/** The page opens without the contact rather than wait longer for WeCom. */
const followMs = 3_000

const refusals = {
  again: {
    icon: 'denied',
    title: '请从企客聊重新打开',
    hint: ['这个页面只能从企客聊打开，', '每次打开只能用一次，', '十分钟后要重新打开。'],
  },
  unknown: {
    icon: 'person',
    title: '你还不能从企客聊打开侧边台',
    hint: ['请让管理员核对：', '你的自有订单账号有没有对应到企业微信成员，', '你在不在应用的可见范围内。'],
  },
} as const

const waits = new Set<AdminCode>(['rate_limited', 'overloaded'])

/** The page that 企客聊 opens beside a friend [docs/qikeliao.md]. Its address is never logged. */
export function registerQikeliao(app: FastifyInstance, deps: QikeliaoPageDeps): void {
  const { config, publicOrigin, html, installation, pictureOrigins, contactOf, bearers } = deps
  const { frameAncestors } = config
  const { scriptHashes, build } = html
  const letIn = createLetIn({ ...deps, rules: config })
  const refusalPolicy = messagePagePolicyFor(ancestorsOf(frameAncestors))
  const helmet = {
    ...helmetOptions(publicOrigin, { pictureOrigins, scriptHashes, frameAncestors }),
    referrerPolicy: { policy: 'no-referrer' },
    // It says nothing in a frame, and makes an error of a window that a sandboxed frame opens.
    crossOriginOpenerPolicy: false,
  } as const

  const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply =>
    reply
      .code(403)
      .header('cache-control', 'no-store')
      .header('content-security-policy', refusalPolicy)
      .type('text/html; charset=utf-8')
      .send(plainPage(refusals[refusal], request.headers['user-agent']))

  function audit(request: FastifyRequest, outcome: Outcome): void {
    const fields = { audit: 'opening', address: request.ip, source: 'qikeliao' }
    if ('refusal' in outcome)
      request.log.info({ ...fields, userid: null, refused: outcome.refused.join(' ') }, 'not opened')
    else request.log.info({ ...fields, userid: outcome.admitted.staff.userid }, 'opened')
  }

  async function bootOf({ admitted, friendId }: Exclude<Outcome, { refusal: Refusal }>): Promise<Boot> {
    const { staff } = admitted
    const asked = { staff, signal: AbortSignal.timeout(followMs) }
    const externalUserId = await contactOf(friendId, asked).catch(() => null)
    const bearer = await bearers.begin(admitted, { friendId, externalUserId })
    const session = { ...(await describeSession(staff, { ...installation, build })), panels: [] }
    const subject = { kind: 'friend', friendId, externalUserId } as const
    return { build, session, signature: null, host: 'qikeliao', bearer, subject }
  }

  async function page(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const [, query = ''] = /\?(.*)$/s.exec(request.raw.url ?? '') ?? []
    const outcome = await letIn(query)
    audit(request, outcome)
    if ('refusal' in outcome) return refuse(request, reply, outcome.refusal)
    const boot = await bootOf(outcome)
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html.with(boot))
  }

  void app.register(async (scope) => {
    // An address that is too long, or a failure of ours: the same answer. Only a flood is told to wait.
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      if (waits.has(codeOf(error))) return sendProblem(error, request, reply)
      logFailure(request.log, error)
      return refuse(request, reply, 'again')
    })
    // A bearer stands in it, of which its length would tell. A HEAD would use the address up.
    scope.get('/embed/qkl', { helmet, compress: false, exposeHeadRoute: false }, page)
  })
}
