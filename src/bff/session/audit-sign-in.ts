import type { FastifyRequest } from 'fastify'
import { codeOf } from '../errors.ts'

/** The line of the log that says who signed in, or who was refused and why. */
export function auditSignIn(request: FastifyRequest, userid: string | null, error?: unknown): void {
  const fields = { audit: 'sign-in', userid, address: request.ip, source: 'wecom' }
  if (error === undefined) request.log.info(fields, 'signed in')
  else request.log.info({ ...fields, refused: codeOf(error) }, 'not signed in')
}
