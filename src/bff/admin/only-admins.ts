import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { hasUserid } from '../userid.ts'

/** To everybody but administrators what is behind it does not exist. Before the body is read, as for an unknown path. */
export function onlyAdmins(adminUserids: readonly string[]) {
  return async ({ signedIn }: FastifyRequest): Promise<void> => {
    if (!signedIn || !hasUserid(adminUserids, signedIn.staff.userid)) throw new AppError('not_found')
  }
}
