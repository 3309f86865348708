import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance } from 'fastify'

/** For which request or mirror work is done, as log lines name it. */
export type WorkContext = { requestId: string } | { mirror: string }

const storage = new AsyncLocalStorage<WorkContext>()

/** The context of the work that runs now; empty outside any. Shared work has the context of its first caller. */
export const workContext = (): WorkContext | object => storage.getStore() ?? {}

export const runAs = <T>(context: WorkContext, work: () => T): T => storage.run(context, work)

/** Every request gets an id of ours; one that the client sends is not used. */
export function rememberRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => runAs({ requestId: request.id }, done))
}
