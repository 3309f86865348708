import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { createApp, type AppDeps } from './app.ts'
import { createChatHandlers } from './chat/handlers.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { createContactHandlers } from './contact/handlers.ts'
import { createHttp } from './http.ts'
import { openSources } from './open-sources.ts'
import { createSeal } from './seal.ts'
import { openStore } from './store/index.ts'
import { createSignatureHandlers } from './wecom/handlers.ts'
import { createWecom } from './wecom/index.ts'
import { createPermissions } from './wecom/permissions.ts'
import { createWorkHandlers } from './work-handlers.ts'

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

const quiet = { info: () => undefined, warn: () => undefined }

/** Puts the BFF together: the only place that knows which maker is used. The tests start the same one. */
export async function createBff({ config, clock, log }: BffDeps): Promise<Bff> {
  const store = await openStore(config.databaseUrl)
  const http = createHttp(wecomHttp)
  const owner = randomUUID()
  const seal = createSeal(config.sessionKeys)
  const wecom = createWecom({ config: config.wecom, http, store, seal, clock, owner })
  const work = openSources({ config, store, seal, clock, log: log || quiet, owner })
  const permissions = createPermissions({ wecom, clock })
  const handlers: AppDeps['handlers'] = {
    ...createSignatureHandlers({ wecom, publicOrigin: config.publicOrigin }),
    ...createContactHandlers({ permissions, wecom, links: store.links }),
    ...createChatHandlers({ permissions, wecom }),
    ...createWorkHandlers({ config, sources: work, store, wecom, permissions, clock }),
  }
  const sources = (['youmi', 'waiqin', 'tanma'] as const).map((id) => {
    const configured = config[id] !== null
    return { id, configured, connected: configured }
  })
  const app = await createApp({ config, clock, log, wecom, sources, handlers, store, mirrors: work.progress })
  app.addHook('onReady', async () => work.start())
  app.addHook('onClose', async () => {
    await work.close()
    await http.close()
    await store.close()
  })
  return { app, close: () => app.close() }
}
