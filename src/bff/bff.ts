import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { createApp, type AppDeps } from './app.ts'
import { createChatHandlers } from './chat/handlers.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { createContactHandlers } from './contact/handlers.ts'
import { AppError } from './errors.ts'
import { createHttp } from './http.ts'
import { createSeal } from './seal.ts'
import { openStore } from './store/index.ts'
import { createSignatureHandlers } from './wecom/handlers.ts'
import { createWecom } from './wecom/index.ts'
import { createPermissions } from './wecom/permissions.ts'

export interface BffDeps {
  config: Config
  clock: Clock
  log: FastifyBaseLogger | false
}

export interface Bff {
  /** Listens nowhere yet. */
  app: FastifyInstance
  /** Lets go of connections and the database. */
  close(): Promise<void>
}

const wecomHttp = { source: 'wecom', timeoutMs: 5000, maxBytes: 8_000_000, retries: 2 } as const

const pending = async (): Promise<never> => {
  throw new AppError('source_unconfigured')
}

/** Puts the BFF together: the only place that knows which maker is used. The tests start the same one. */
export async function createBff({ config, clock, log }: BffDeps): Promise<Bff> {
  const store = await openStore(config.databaseUrl)
  const http = createHttp(wecomHttp)
  const owner = randomUUID()
  const wecom = createWecom({ config: config.wecom, http, store, seal: createSeal(config.sessionKeys), clock, owner })
  const permissions = createPermissions({ wecom, clock })
  const handlers: AppDeps['handlers'] = {
    ...createSignatureHandlers({ wecom, publicOrigin: config.publicOrigin }),
    ...createContactHandlers({ permissions, wecom, links: store.links }),
    ...createChatHandlers({ permissions, wecom }),
    'GET /api/contacts/:externalUserId/todos': pending,
    'GET /api/contacts/:externalUserId/field-tasks': pending,
    'GET /api/contacts/:externalUserId/group-sops': pending,
    'GET /api/contacts/:externalUserId/link-candidates': pending,
    'PUT /api/contacts/:externalUserId/links/:source/:sourceId': pending,
    'DELETE /api/contacts/:externalUserId/links/:source/:sourceId': pending,
    'GET /api/chats/:chatId/group-sops': pending,
    'GET /api/me/todos': pending,
    'GET /api/me/field-tasks': pending,
    'GET /api/me/group-sops': pending,
  }
  const sources = (['youmi', 'waiqin', 'tanma'] as const).map((id) => {
    const configured = config[id] !== null
    return { id, configured, connected: configured }
  })
  const app = await createApp({ config, clock, log, wecom, sources, handlers, store, mirrors: async () => [] })
  app.addHook('onClose', async () => {
    await http.close()
    await store.close()
  })
  return { app, close: () => app.close() }
}
