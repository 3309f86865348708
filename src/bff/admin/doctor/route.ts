import type { FastifyInstance } from 'fastify'
import { onlyAdmins } from '../only-admins.ts'

/** `/admin/doctor`, where the findings stood before they became a part of the administrators' page. */
export function registerDoctor(app: FastifyInstance, adminUserids: readonly string[]): void {
  const options = { onRequest: onlyAdmins(adminUserids), config: { isHidden: true } }
  app.get('/admin/doctor', options, (_request, reply) =>
    reply.header('cache-control', 'no-store').redirect('/admin#/checks', 302),
  )
}
