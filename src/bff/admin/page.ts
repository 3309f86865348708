import type { AdminBoot } from '#contract/admin-boot'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { messagePagePolicy, plainPage } from '../http/message-page.ts'
import type { Html } from '../page/files.ts'
import { isInWecom } from '../session/is-in-wecom.ts'
import { hasUserid } from '../userid.ts'

export interface AdminPageDeps {
  html: Html
  adminUserids: readonly string[]
  publicOrigin: string
  /** Whether WeCom's login is open to browsers that are not its client. */
  hasWebLogin: boolean
}

const byScan = {
  title: '登录侧边台',
  hint: ['用手机上的企业微信扫码。', '电脑上开着企业微信的话，点一下确认就行。'],
  next: { href: '/auth/login?to=/admin', label: '用企业微信扫码登录' },
}

const inWecom = (publicOrigin: string) => ({
  title: '请在企业微信里打开',
  hint: ['把下面的网址发到企业微信里，', '从那里点开，就会自己登录。'],
  toCopy: `${publicOrigin}/admin`,
  notes: ['想在浏览器里扫码登录，请让维护的人设置 WECOM_WEB_LOGIN_URL'],
})

/** `/admin`. Who is not signed in is told how; to everybody but administrators no such page exists. */
export function registerAdminPage(app: FastifyInstance, deps: AdminPageDeps): void {
  const { html, adminUserids, publicOrigin } = deps
  const words = deps.hasWebLogin ? byScan : inWecom(publicOrigin)

  function signIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    void reply.header('cache-control', 'no-store').header('vary', 'Cookie, User-Agent')
    if (isInWecom(request)) return reply.redirect('/auth/login?to=/admin', 302)
    return reply
      .header('content-security-policy', messagePagePolicy)
      .type('text/html; charset=utf-8')
      .send(plainPage(words, request.headers['user-agent']))
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
