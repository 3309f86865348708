import type { AdminCode } from '#contract/admin-problem'
import type { PageError } from '#contract/page-report'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { UpstreamEvent } from '../upstream/http.ts'
import type { NoteUnread } from '../wire/read-wire.ts'
import { createInstruments } from './instruments.ts'

export type CacheName = 'contact' | 'chat' | 'name' | 'todos' | 'pushes' | 'push' | 'notices' | 'orders' | 'order'
export type CountRead = (isHit: boolean) => void
/** Gives each cache its counter. */
export type CountCaches = (cache: CacheName) => CountRead

/** What an order system sent that must not be shown. */
export type DroppedKind = 'stranger' | 'phone_alone' | 'link_host' | 'image_host'
export type CountDropped = (kind: DroppedKind) => void

export interface Answered {
  /** The route's pattern, never the address asked for. */
  route: string
  method: string
  status: number
  code: AdminCode | null
  seconds: number
}

/** Counts of this process. Labels come from closed lists of ours: no id, address or secret can become one. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const {
    requests,
    requestSeconds,
    calls,
    callSeconds,
    cacheReads,
    events,
    orderEvents,
    unread,
    refused,
    dropped,
    panelTokens,
    pageErrors,
  } = createInstruments(registry)

  return {
    registry,
    answered({ seconds, code, ...labels }: Answered): void {
      requests.inc({ ...labels, code: code ?? '' })
      requestSeconds.observe({ route: labels.route, method: labels.method }, seconds)
    },
    vendorCalled({ source, operation, outcome, ms }: UpstreamEvent): void {
      calls.inc({ source, operation, outcome })
      callSeconds.observe({ source, operation }, ms / 1000)
    },
    /** One callback; the same one sent twice counts as `again`, a refused one of another day as `old`. */
    told: (kind: 'contact' | 'chat' | 'person' | 'other', result: 'new' | 'again' | 'old') =>
      events.inc({ kind, result }),
    /** A contact, group or member that WeCom did not tell of. */
    refused: (labels: { operation: string; errcode: string }): void => refused.inc(labels),
    /** One event of the order system, the same one sent twice as `again`. */
    orderChanged: (result: 'new' | 'again' | 'refused') => orderEvents.inc({ result }),
    dropped: ((kind) => dropped.inc({ kind })) satisfies CountDropped,
    /** `panel`: its id in the configuration. */
    panelToken: (panel: string): void => panelTokens.inc({ panel }),
    pageFailed: (code: PageError): void => pageErrors.inc({ code }),
    unread: ((labels) => unread.inc(labels)) satisfies NoteUnread,
    caches: ((cache) => (isHit) => cacheReads.inc({ cache, result: isHit ? 'hit' : 'miss' })) satisfies CountCaches,
  }
}

export type Metrics = ReturnType<typeof createMetrics>
