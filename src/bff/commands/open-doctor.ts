import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { openSources } from '../sources/index.ts'
import { createSeal } from '../secrets/seal.ts'
import { openStore } from '../store/index.ts'
import { createUpstreams } from '../upstream/index.ts'
import { createWecom } from '../wecom/index.ts'
import { createDoctor, type Doctor } from '../admin/doctor/index.ts'

export interface OpenDoctorDeps {
  config: Config
  clock: Clock
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>
}

const nowhere = 'file::memory:'

/** The database, or one that is nobody's, so that everything else can be looked at without it. */
async function openAnyStore(databaseUrl: string) {
  try {
    return { store: await openStore(databaseUrl), fault: null }
  } catch (error) {
    return { store: await openStore(nowhere), fault: error instanceof Error ? error.message : 'unknown' }
  }
}

/** A doctor without a server: with production's own clients, whose mirrors never start. */
export async function openDoctor(deps: OpenDoctorDeps): Promise<{ doctor: Doctor; close(): Promise<void> }> {
  const { config, clock } = deps
  const { store, fault } = await openAnyStore(config.databaseUrl)
  const shared = { store, seal: createSeal(config.sessionKeys), clock, owner: randomUUID() }
  const upstreams = createUpstreams({ policies: config.policies, clock })
  const wecom = createWecom({ ...shared, config: config.wecom, http: upstreams.wecom })
  const sources = openSources({ ...shared, ...deps, upstreams })
  const doctor = createDoctor({ ...shared, ...deps, wecom, sources, store: fault === null ? store : { fault } })
  return {
    doctor,
    async close() {
      await sources.close()
      await upstreams.close()
      await store.close()
    },
  }
}
