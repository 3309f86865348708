import { sourceIds, type SourceId } from '#contract/source'
import { createMirror, type Mirror } from '../mirror/mirror.ts'
import type { Wake } from '../mirror/plan.ts'
import type { Policy } from '../upstream/policy.ts'
import type { ConfigOf, Given } from '../upstream/settings.ts'
import type { OpenSource, SourceDefinition, SourceDeps } from './definition.ts'
import { orders } from './orders/index.ts'
import { tanma } from './tanma/index.ts'
import { waiqin } from './waiqin/index.ts'
import { youmi } from './youmi/index.ts'
import { yunzhong } from './yunzhong/index.ts'

const table = { youmi, waiqin, tanma, yunzhong, orders }

type Table = typeof table
type ConfigIn<Id extends SourceId> = ConfigOf<Table[Id]['settings']>
type OpenIn<Id extends SourceId> = ReturnType<Table[Id]['open']>

/** Every source, by its id. */
export const definitions: { readonly [Id in SourceId]: SourceDefinition<ConfigIn<Id>, OpenIn<Id>> } = table

/** Null where a source is not configured. */
export type SourceConfigs = { [Id in SourceId]: ConfigIn<Id> | null }
export type OpenSources = { [Id in SourceId]: OpenIn<Id> | null }

const forEach = <T>(make: (id: SourceId) => T) =>
  Object.fromEntries(sourceIds.map((id) => [id, make(id)])) as Record<SourceId, T>

/** What the environment says of the sources. */
export function readSources(given: Given) {
  const read = forEach((id) => definitions[id].settings.read(given))
  return {
    configs: forEach((id) => read[id].config) as SourceConfigs,
    policies: forEach<Policy>((id) => read[id].policy),
    faults: sourceIds.flatMap((id) => read[id].faults),
  }
}

export interface SourcesDeps extends Omit<SourceDeps, 'http' | 'wake' | 'longestIntervalMs'> {
  config: SourceConfigs & { mirror: { leaseMs: number; longestIntervalMs: number } }
  upstreams: Record<SourceId, SourceDeps['http']>
}

export type Sources = ReturnType<typeof openSources>

/** Every source that is configured, with its mirrors, which run once `start` is called. */
export function openSources({ config, upstreams, ...deps }: SourcesDeps) {
  const mirrors = new Map<string, Mirror>()
  const { leaseMs, longestIntervalMs } = config.mirror
  const wake: Wake = async (name, request) => mirrors.get(name)?.wake(request)

  function open<Id extends SourceId>(id: Id): OpenIn<Id> | null {
    const definition: SourceDefinition<ConfigIn<Id>, OpenIn<Id>> = definitions[id]
    const own: ConfigIn<Id> | null = config[id]
    return own && definition.open({ ...deps, wake, longestIntervalMs, http: upstreams[id], config: own })
  }
  const sources = forEach(open) as OpenSources

  const plans = Object.values<OpenSource | null>(sources).flatMap((source) => source?.mirrors ?? [])
  for (const plan of plans) mirrors.set(plan.name, createMirror({ ...deps, ...plan, leaseMs }))
  const all = [...mirrors.values()]
  return {
    ...sources,
    start: () => all.forEach((mirror) => mirror.start()),
    /** One pass of every mirror, now. Never rejects: how it went is in `progress`. */
    async sync(signal: AbortSignal): Promise<void> {
      await Promise.all(all.map((mirror) => mirror.wake({ ifOlderThanMs: 0, signal })))
    },
    progress: () => Promise.all(all.map((mirror) => mirror.progress())),
    /** Ends the mirrors at their last page kept; what a request asks of a vendor goes on. */
    async stop(): Promise<void> {
      await Promise.all(all.map((mirror) => mirror.stop()))
    },
    /** Lets go of the sources' own connections. */
    async close(): Promise<void> {
      await Promise.all(Object.values<OpenSource | null>(sources).map((source) => source?.close?.()))
    },
  }
}
