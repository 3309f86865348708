import type { FastifyInstance } from 'fastify'
import type { Cookies } from './cookies.ts'
import type { Ends } from './ends.ts'

/** What the browser keeps of the page goes with the session; the HTML's own `no-store` covers what was shown before. */
const everything = '"cache", "cookies", "storage"'

/** Ends the session, every copy of its cookie included. */
export function registerLogout(app: FastifyInstance, { ends, cookies }: { ends: Ends; cookies: Cookies }): void {
  app.post('/auth/logout', async (request, reply) => {
    const session = request.signedIn
    // First: a copy that goes on after "signed out" would be a lie. If the store fails, the user can try again.
    if (session) await ends.endOne(session)
    cookies.clear(reply, 'session')
    const userid = session?.staff.userid
    if (userid) request.log.info({ audit: 'sign-out', userid, source: 'wecom' }, 'signed out')
    return reply.header('clear-site-data', everything).header('cache-control', 'no-store').code(204).send()
  })
}
