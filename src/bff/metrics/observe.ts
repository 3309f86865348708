import type { FastifyBaseLogger } from 'fastify'
import { workContext } from '../logging/request-context.ts'
import type { UpstreamEvent } from '../upstream/http.ts'
import type { Metrics } from './index.ts'

/** Counts each call to an upstream and logs it with its request; a successful one at level debug. */
export function createObserver(metrics: Metrics, log: Pick<FastifyBaseLogger, 'debug' | 'warn'>) {
  return (call: UpstreamEvent): void => {
    metrics.vendorCalled(call)
    const line = { ...workContext(), ...call, ms: Math.round(call.ms) }
    if (call.outcome === 'ok' || call.outcome === 'aborted') log.debug(line, 'vendor call')
    else log.warn(line, 'vendor call failed')
  }
}
