import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import type { Metrics } from './metrics/index.ts'
import { createSeal } from './secrets/seal.ts'
import { openSources } from './sources/index.ts'
import { openStore } from './store/index.ts'
import { createUpstreams } from './upstream/index.ts'
import type { UpstreamEvent } from './upstream/http.ts'
import { createWecom } from './wecom/index.ts'

interface Deps {
  config: Config
  clock: Clock
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>
  /** Hears of every call to an upstream. */
  observe?: (event: UpstreamEvent) => void
  caches?: Metrics['caches']
  /** Hears of values of WeCom and the vendors that could not be read. */
  note?: Metrics['unread']
  /** Hears of what WeCom does not tell of. */
  refused?: Metrics['refused']
  /** Hears of what the order system sent that must not be shown. */
  dropped?: Metrics['dropped']
  /** Goes on without a database that cannot be opened, with an empty one in memory. */
  isStoreOptional?: boolean
}

export type Foundation = Awaited<ReturnType<typeof openFoundation>>

const inMemory = 'file::memory:'

async function openAnyStore(databaseUrl: string, mayCreate: boolean) {
  try {
    return { store: await openStore(databaseUrl, { mayCreate }), storeFault: null }
  } catch (error) {
    return { store: await openStore(inMemory), storeFault: error instanceof Error ? error.message : 'unknown' }
  }
}

/** What the server and the commands stand on: the database, keys, upstreams, WeCom and the sources. Mirrors do not run yet. */
export async function openFoundation({
  config,
  clock,
  log,
  observe,
  caches,
  note,
  refused,
  dropped,
  isStoreOptional = false,
}: Deps) {
  const { databaseUrl, mayCreateDatabase: mayCreate, sessionKeys, sealKeys, policies } = config
  const { store, storeFault } = isStoreOptional
    ? await openAnyStore(databaseUrl, mayCreate)
    : { store: await openStore(databaseUrl, { mayCreate }), storeFault: null }
  const shared = {
    store,
    seal: sealKeys ? createSeal(sealKeys, sessionKeys) : createSeal(sessionKeys),
    clock,
    owner: randomUUID(),
    caches,
    note,
    corpId: config.wecom.corpId,
  }
  const upstreams = createUpstreams({ policies, clock, observe })
  const wecom = createWecom({ ...shared, config: config.wecom, http: upstreams.wecom, refused })
  const sources = openSources({ ...shared, config, upstreams, log, dropped })
  return {
    ...shared,
    /** What the database said that could not be opened; null where it could. */
    storeFault,
    upstreams,
    wecom,
    sources,
    /** Ends the mirrors at their last page kept, and lets go of connections and the database. */
    async close(): Promise<void> {
      await sources.stop()
      await sources.close()
      await upstreams.close()
      await store.close()
    },
  }
}
