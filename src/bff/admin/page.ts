import type { AdminBoot } from '#contract/admin'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { messagePagePolicy, plainPage } from '../http/message-page.ts'
import type { Html } from '../page/files.ts'
import { isInWecom } from '../session/is-in-wecom.ts'
import { hasUserid } from '../userid.ts'

export interface AdminPageDeps {
  html: Html
  adminUserids: readonly string[]
  /** Whether WeCom's login is open to browsers that are not its client. */
  hasWebLogin: boolean
}

const signInWords = {
  title: '请先登录',
  hint: ['在企业微信里打开这个网址，就会自己登录。', '想在浏览器里扫码登录，请让维护的人设置 WECOM_WEB_LOGIN_URL。'],
  next: { href: '/admin', label: '重新打开' },
}

/** `/admin`. Who is not signed in is told how; to everybody but administrators no such page exists. */
export function registerAdminPage(app: FastifyInstance, { html, adminUserids, hasWebLogin }: AdminPageDeps): void {
  function signIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    void reply.header('cache-control', 'no-store').header('vary', 'Cookie, User-Agent')
    if (hasWebLogin || isInWecom(request)) return reply.redirect('/auth/login?to=/admin', 302)
    return reply
      .header('content-security-policy', messagePagePolicy)
      .type('text/html; charset=utf-8')
      .send(plainPage(signInWords, request.headers['user-agent']))
  }

  app.get('/admin', { config: { isHidden: true } }, (request, reply) => {
    if (!request.signedIn) return signIn(request, reply)
    const { staff } = request.signedIn
    if (!hasUserid(adminUserids, staff.userid)) throw new AppError('not_found')
    const boot: AdminBoot = { build: html.build, session: { staff } }
    void reply.header('cache-control', 'no-store').header('vary', 'Cookie, User-Agent')
    return reply.type('text/html; charset=utf-8').send(html.with(boot))
  })
}
