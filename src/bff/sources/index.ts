import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import type { CountCaches } from '../metrics/index.ts'
import { createMirror, type Mirror } from '../mirror/mirror.ts'
import type { Seal } from '../secrets/seal.ts'
import type { MirrorPlan, Wake } from '../mirror/plan.ts'
import { createTanma } from './tanma/index.ts'
import { createWaiqin } from './waiqin/index.ts'
import { createYoumi } from './youmi/index.ts'
import { createYunzhong } from './yunzhong/index.ts'
import type { Store } from '../store/store.ts'
import type { Upstreams } from '../upstream/index.ts'

export interface SourcesDeps {
  config: Pick<Config, 'youmi' | 'waiqin' | 'tanma' | 'yunzhong' | 'mirror'>
  store: Store
  /** Closed by whoever opened them. */
  upstreams: Upstreams
  seal: Seal
  clock: Clock
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>
  /** This instance. */
  owner: string
  caches?: CountCaches | undefined
}

export type Sources = ReturnType<typeof openSources>

/** Every source that is configured, with its mirrors, which run once `start` is called. */
export function openSources({ config, upstreams, ...deps }: SourcesDeps) {
  const mirrors = new Map<string, Mirror>()
  const wake: Wake = async (name, request) => mirrors.get(name)?.wake(request)
  const mirrored = { ...deps, wake }
  const youmi = config.youmi && createYoumi({ ...deps, config: config.youmi, http: upstreams.youmi })
  const waiqin = config.waiqin && createWaiqin({ ...mirrored, config: config.waiqin, http: upstreams.waiqin })
  const tanma = config.tanma && createTanma({ ...mirrored, config: config.tanma, http: upstreams.tanma })
  const yunzhong = config.yunzhong && createYunzhong({ ...mirrored, config: config.yunzhong, http: upstreams.yunzhong })

  const plans: MirrorPlan[] = [waiqin, tanma, yunzhong?.moments].flatMap((source) => source?.mirrors ?? [])
  const { leaseMs, longestIntervalMs } = config.mirror
  for (const plan of plans) {
    const intervalMs = Math.min(plan.intervalMs, longestIntervalMs)
    mirrors.set(plan.name, createMirror({ ...deps, ...plan, leaseMs, intervalMs }))
  }
  const all = [...mirrors.values()]
  const stop = async () => void (await Promise.all(all.map((mirror) => mirror.stop())))
  return {
    youmi,
    waiqin,
    tanma,
    yunzhong,
    start: () => all.forEach((mirror) => mirror.start()),
    /** One pass of every mirror, now. Never rejects: how it went is in `progress`. */
    async sync(signal: AbortSignal): Promise<void> {
      await Promise.all(all.map((mirror) => mirror.wake({ ifOlderThanMs: 0, signal })))
    },
    progress: () => Promise.all(all.map((mirror) => mirror.progress())),
    /** Ends the mirrors at their last page kept; what a request asks of a vendor goes on. */
    stop,
    async close() {
      await stop()
    },
  }
}
