import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AdminCode } from '#contract/admin-problem'
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
import { createLetIn, type LetInDeps, type LetIn } from './let-in.ts'

export interface QikeliaoPageDeps extends Omit<LetInDeps, 'rules'> {
  config: QikeliaoConfig
  publicOrigin: string
  html: Html
  installation: Installation
  pictureOrigins: readonly string[]
  contactOf: FriendContact
  bearers: Bearers
}

/** Nobody waits longer for WeCom to say whom they follow. */
const followMs = 3_000

const refusals = {
  again: {
    status: 403,
    icon: 'denied',
    title: '请从企客聊重新打开',
    hint: ['这个页面只能从企客聊打开，', '每次打开只能用一次，', '十分钟后要重新打开。'],
  },
  unknown: {
    status: 403,
    icon: 'person',
    title: '你还不能从企客聊打开侧边台',
    hint: ['请让管理员核对：', '你的自有订单账号有没有对应到企业微信成员，', '你在不在应用的可见范围内。'],
  },
  later: {
    status: 503,
    icon: 'broken',
    title: '侧边台暂时打不开',
    hint: ['请稍后从企客聊再打开。'],
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

  const refuse = (request: FastifyRequest, reply: FastifyReply, refusal: keyof typeof refusals): FastifyReply =>
    reply
      .code(refusals[refusal].status)
      .header('cache-control', 'no-store')
      .header('content-security-policy', refusalPolicy)
      .type('text/html; charset=utf-8')
      .send(plainPage(refusals[refusal], request.headers['user-agent']))

  function audit({ ip, log }: FastifyRequest, userid: string | null, refused?: readonly string[]): void {
    const fields = { audit: 'opening', address: ip, source: 'qikeliao', userid }
    if (refused) log.info({ ...fields, refused: refused.join(' ') }, 'not opened')
    else log.info(fields, 'opened')
  }

  /** @throws where the database or WeCom does not say whether the friend is a contact of theirs: that is not the same as none */
  async function bootOf({ admitted, friendId }: LetIn): Promise<Boot> {
    const { staff } = admitted
    const externalUserId = await contactOf(friendId, { staff, signal: AbortSignal.timeout(followMs) })
    const bearer = await bearers.begin(admitted, { friendId, externalUserId })
    const session = { ...(await describeSession(staff, { ...installation, build })), panels: [] }
    const subject = { kind: 'friend', friendId, externalUserId } as const
    return { build, session, signature: null, host: 'qikeliao', bearer, subject }
  }

  /** Every check has held, so that whoever is told to come later learns nothing of an address by it. */
  async function open(letIn: LetIn, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { userid } = letIn.admitted.staff
    try {
      const boot = await bootOf(letIn)
      audit(request, userid)
      return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html.with(boot))
    } catch (error) {
      logFailure(request.log, error)
      audit(request, userid, ['contact'])
      return refuse(request, reply, 'later')
    }
  }

  async function page(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const [, query = ''] = /\?(.*)$/s.exec(request.raw.url ?? '') ?? []
    const outcome = await letIn(query)
    if ('refusal' in outcome) {
      audit(request, null, outcome.refused)
      return refuse(request, reply, outcome.refusal)
    }
    return open(outcome, request, reply)
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
