import type { FastifyInstance } from 'fastify'
import { abortable } from '../concurrency/abortable.ts'
import { mayReadMetrics } from './metrics.ts'
import { always } from './overload.ts'
import type { MirrorProgress } from '../mirror/mirror.ts'
import type { Store } from '../store/store.ts'

export interface HealthDeps {
  store: Pick<Store, 'ping'>
  mirrors(): Promise<MirrorProgress[]>
}

interface Deps extends HealthDeps {
  metricsToken: string | null
}

const patienceMs = 2000

const isoOrNull = (at: number | null) => (at === null ? null : new Date(at).toISOString())

const toJson = ({ startedAt, completedAt, ...progress }: MirrorProgress) => ({
  ...progress,
  startedAt: isoOrNull(startedAt),
  completedAt: isoOrNull(completedAt),
})

/**
 * `/healthz`: the process lives. `/readyz`: its database answers, too; a vendor that is down does not count. The
 * state of the mirrors is shown only to callers who may read the metrics.
 */
export function registerHealth(app: FastifyInstance, { store, mirrors, metricsToken }: Deps): void {
  app.get('/healthz', { config: always }, async () => ({ status: 'ok' }))

  app.get('/readyz', { config: always }, async (request, reply) => {
    try {
      await abortable(store.ping(), AbortSignal.timeout(patienceMs))
      if (!mayReadMetrics(request, metricsToken)) return { status: 'ok' }
      const progress = await abortable(mirrors(), AbortSignal.timeout(patienceMs))
      return { status: 'ok', mirrors: progress.map(toJson) }
    } catch (error) {
      request.log.error({ problem: error instanceof Error ? error.name : 'unknown' }, 'the store does not answer')
      return reply.code(503).send({ status: 'unready' })
    }
  })
}
