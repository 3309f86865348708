import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance } from 'fastify'

/** On whose behalf work is done: what a log line says of it. */
export type WorkContext = { requestId: string } | { mirror: string }

const storage = new AsyncLocalStorage<WorkContext>()

/** Of the work that runs just now; empty outside any. Work that callers share is that of the first of them. */
export const workContext = (): WorkContext | object => storage.getStore() ?? {}

export const runAs = <T>(context: WorkContext, work: () => T): T => storage.run(context, work)

/** Every request is worked on under its own id, made by us: a client's word for it is not read. */
export function rememberRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => runAs({ requestId: request.id }, done))
}
