import type { FastifyInstance } from 'fastify'
import { messagePagePolicy, plainPage } from '../http/message-page.ts'
import type { Cookies } from './cookies.ts'
import type { Ends } from './ends.ts'

/** All that the browser keeps of this origin goes with the session. */
const everything = '"cache", "cookies", "storage"'

const words = {
  title: '已退出',
  hint: ['再用时请重新登录，', '或者关掉侧边栏再打开。'],
  next: { href: '/auth/login?to=/', label: '重新登录' },
}

/** Ends the session, every copy of its cookie included, and has a page that says so. */
export function registerLogout(app: FastifyInstance, { ends, cookies }: { ends: Ends; cookies: Cookies }): void {
  app.post('/auth/logout', async (request, reply) => {
    const session = request.signedIn
    // First: where this fails the session goes on, and the user can try again.
    if (session) await ends.endOne(session)
    cookies.clear(reply, 'session')
    const userid = session?.staff.userid
    if (userid) request.log.info({ audit: 'sign-out', userid, source: 'wecom' }, 'signed out')
    return reply.header('clear-site-data', everything).header('cache-control', 'no-store').code(204).send()
  })

  // Not a screen of the page itself: that would ask on, and WeCom would sign in again without a question.
  app.get('/auth/signed-out', async (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', messagePagePolicy)
      .type('text/html; charset=utf-8')
      .send(plainPage(words, request.headers['user-agent'])),
  )
}
