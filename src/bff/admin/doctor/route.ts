import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../errors.ts'
import { onlyAdmins } from '../only-admins.ts'
import type { Doctor } from './index.ts'
import { doctorPage, doctorPagePolicy } from './page.ts'

export interface DoctorRouteDeps {
  doctor: Doctor
  adminUserids: readonly string[]
}

/** `/admin/doctor`, for administrators. To everybody else, and by any other method, no such page exists. */
export function registerDoctor(app: FastifyInstance, { doctor, adminUserids }: DoctorRouteDeps): void {
  async function onlyGet({ method }: FastifyRequest): Promise<void> {
    if (method !== 'GET') throw new AppError('not_found')
  }
  const onRequest = [onlyAdmins(adminUserids), onlyGet]

  app.all('/admin/doctor', { onRequest }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', doctorPagePolicy)
      .type('text/html; charset=utf-8')
      .send(doctorPage(await doctor())),
  )
}
