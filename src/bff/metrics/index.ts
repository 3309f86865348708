import type { ErrorCode } from '#contract/error'
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import type { Reason, Upstream } from '../errors.ts'

/** One attempt of a call to an upstream. `operation` is the vendor's verb, from our own closed list. */
export interface VendorCall {
  source: Upstream
  operation: string
  outcome: 'ok' | Reason | 'aborted'
  ms: number
  attempt: number
}

export type CacheName = 'contact' | 'chat' | 'name' | 'todos' | 'pushes' | 'push' | 'notices'
export type CountRead = (isHit: boolean) => void
/** Gives each cache its counter. */
export type CountCaches = (cache: CacheName) => CountRead

export interface Answered {
  /** The route's pattern, never the address asked for. */
  route: string
  method: string
  status: number
  code: ErrorCode | null
  seconds: number
}

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]
const callBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** What is counted of this process. Labels come from closed lists of ours: no id, address or secret can become one. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'sidedesk_http_requests_total',
    help: 'Requests answered; code is that of the Problem, empty without one.',
    labelNames: ['route', 'method', 'status', 'code'],
    registers,
  })
  const requestSeconds = new Histogram({
    name: 'sidedesk_http_request_seconds',
    help: 'From the arrival of a request to its answer.',
    labelNames: ['route', 'method'],
    buckets: requestBuckets,
    registers,
  })
  const calls = new Counter({
    name: 'sidedesk_vendor_calls_total',
    help: 'Attempts of calls to WeCom and the vendors.',
    labelNames: ['source', 'operation', 'outcome'],
    registers,
  })
  const callSeconds = new Histogram({
    name: 'sidedesk_vendor_call_seconds',
    help: 'How long an attempt took.',
    labelNames: ['source', 'operation'],
    buckets: callBuckets,
    registers,
  })
  const cacheReads = new Counter({
    name: 'sidedesk_cache_reads_total',
    help: 'Questions answered from memory (hit), or not (miss).',
    labelNames: ['cache', 'result'],
    registers,
  })

  const events = new Counter({
    name: 'sidedesk_wecom_events_total',
    help: 'What WeCom told by callback: of a contact, of a group, or of something else.',
    labelNames: ['kind', 'result'],
    registers,
  })

  return {
    registry,
    answered({ seconds, code, ...labels }: Answered): void {
      requests.inc({ ...labels, code: code ?? '' })
      requestSeconds.observe({ route: labels.route, method: labels.method }, seconds)
    },
    vendorCalled({ source, operation, outcome, ms }: VendorCall): void {
      calls.inc({ source, operation, outcome })
      callSeconds.observe({ source, operation }, ms / 1000)
    },
    /** One callback; the same told twice is `again`. */
    told: (kind: 'contact' | 'chat' | 'other', isNew: boolean) => events.inc({ kind, result: isNew ? 'new' : 'again' }),
    caches: ((cache) => (isHit) => cacheReads.inc({ cache, result: isHit ? 'hit' : 'miss' })) satisfies CountCaches,
  }
}

export type Metrics = ReturnType<typeof createMetrics>
