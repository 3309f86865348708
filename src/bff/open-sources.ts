import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { createHttp } from './http.ts'
import { createMirror, type Mirror } from './mirror/mirror.ts'
import type { Seal } from './seal.ts'
import type { MirrorPlan, Wake } from './sources/mirror-plan.ts'
import { createTanma } from './sources/tanma/index.ts'
import { createWaiqin } from './sources/waiqin/index.ts'
import { createYoumi } from './sources/youmi/index.ts'
import { createYunzhong } from './sources/yunzhong/index.ts'
import type { Store } from './store/store.ts'

export interface SourcesDeps {
  config: Pick<Config, 'youmi' | 'waiqin' | 'tanma' | 'yunzhong' | 'mirror'>
  store: Store
  seal: Seal
  clock: Clock
  log: Pick<FastifyBaseLogger, 'info' | 'warn'>
  /** This instance. */
  owner: string
}

export type Sources = ReturnType<typeof openSources>

const limits = {
  youmi: { source: 'youmi', timeoutMs: 5_000, maxBytes: 8_000_000, retries: 1 },
  waiqin: { source: 'waiqin', timeoutMs: 30_000, maxBytes: 32_000_000, retries: 2 },
  tanma: { source: 'tanma', timeoutMs: 10_000, maxBytes: 16_000_000, retries: 1 },
  yunzhong: { source: 'yunzhong', timeoutMs: 8_000, maxBytes: 8_000_000, retries: 1 },
} as const

/** Every source that is configured, with its connections and its mirrors, which run once `start` is called. */
export function openSources({ config, ...deps }: SourcesDeps) {
  const https = {
    youmi: createHttp(limits.youmi),
    waiqin: createHttp(limits.waiqin),
    tanma: createHttp(limits.tanma),
    yunzhong: createHttp(limits.yunzhong),
  }
  const mirrors = new Map<string, Mirror>()
  const wake: Wake = async (name, request) => mirrors.get(name)?.wake(request)
  const mirrored = { ...deps, wake }
  const youmi = config.youmi && createYoumi({ ...deps, config: config.youmi, http: https.youmi })
  const waiqin = config.waiqin && createWaiqin({ ...mirrored, config: config.waiqin, http: https.waiqin })
  const tanma = config.tanma && createTanma({ ...mirrored, config: config.tanma, http: https.tanma })
  const yunzhong = config.yunzhong && createYunzhong({ ...mirrored, config: config.yunzhong, http: https.yunzhong })

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
      await Promise.all(Object.values(https).map((http) => http.close()))
    },
  }
}
