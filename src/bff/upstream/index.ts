import type { Clock } from '../clock.ts'
import type { Upstream } from '../errors.ts'
import { createHttp, type UpstreamEvent } from './http.ts'
import type { Policy } from './policy.ts'

interface Deps {
  policies: Record<Upstream, Policy>
  clock: Clock
  /** Told of every request that was sent, for metrics and the log. */
  observe?: ((event: UpstreamEvent) => void) | undefined
}

export type Upstreams = ReturnType<typeof createUpstreams>

/** The callers of all upstreams, each with connections, turns, pause and breaker of its own. */
export function createUpstreams({ policies, ...deps }: Deps) {
  const open = (source: Upstream) => createHttp({ ...deps, source, policy: policies[source] })
  const all = {
    wecom: open('wecom'),
    youmi: open('youmi'),
    waiqin: open('waiqin'),
    tanma: open('tanma'),
    yunzhong: open('yunzhong'),
  }
  const { wecom, youmi, waiqin, tanma, yunzhong } = all
  return {
    ...all,
    states: () => ({
      wecom: wecom.state(),
      youmi: youmi.state(),
      waiqin: waiqin.state(),
      tanma: tanma.state(),
      yunzhong: yunzhong.state(),
    }),
    async close(): Promise<void> {
      await Promise.all(Object.values(all).map((http) => http.close()))
    },
  }
}
