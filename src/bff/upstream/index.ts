import type { Clock } from '../clock.ts'
import type { Upstream } from '../errors.ts'
import { createHttp, type UpstreamEvent } from './http.ts'
import type { Policy } from './policy.ts'

interface Deps {
  policies: Record<Upstream, Policy>
  clock: Clock
  /** Hears of every request that was sent, for metrics and the log. */
  observe?: ((event: UpstreamEvent) => void) | undefined
}

export type Upstreams = ReturnType<typeof createUpstreams>

/** The callers of all upstreams, each with connections, turns, pause and breaker of its own. */
export function createUpstreams({ policies, ...deps }: Deps) {
  const names = Object.keys(policies) as Upstream[]
  const each = <T>(make: (source: Upstream) => T) =>
    Object.fromEntries(names.map((source) => [source, make(source)])) as Record<Upstream, T>
  const all = each((source) => createHttp({ ...deps, source, policy: policies[source] }))
  return {
    ...all,
    states: () => each((source) => all[source].state()),
    secondsShut: (source: Upstream) => all[source].secondsShut(),
    async close(): Promise<void> {
      await Promise.all(Object.values(all).map((http) => http.close()))
    },
  }
}
