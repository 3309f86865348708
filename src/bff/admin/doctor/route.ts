import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../errors.ts'
import { hasUserid } from '../../userid.ts'
import type { Doctor } from './index.ts'
import { doctorPage, doctorPagePolicy } from './page.ts'

export interface DoctorRouteDeps {
  doctor: Doctor
  adminUserids: readonly string[]
}

/** `/admin/doctor`, for administrators. To everybody else, and by any other method, no such page exists. */
export function registerDoctor(app: FastifyInstance, { doctor, adminUserids }: DoctorRouteDeps): void {
  // Before the body is parsed, as for an unknown path.
  async function onRequest({ method, signedIn }: FastifyRequest): Promise<void> {
    const isAdmin = signedIn !== null && hasUserid(adminUserids, signedIn.staff.userid)
    if (!isAdmin || method !== 'GET') throw new AppError('not_found')
  }

  app.all('/admin/doctor', { onRequest }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', doctorPagePolicy)
      .type('text/html; charset=utf-8')
      .send(doctorPage(await doctor())),
  )
}
