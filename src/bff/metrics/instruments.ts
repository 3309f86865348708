import { PageError } from '#contract/page-report'
import { Counter, Histogram, type Registry } from 'prom-client'

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]
const callBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Everything that is counted as it happens. */
export function createInstruments(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `sidedesk_${name}`, help, labelNames, registers: [registry] })
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) =>
    new Histogram({ name: `sidedesk_${name}`, help, labelNames, buckets, registers: [registry] })

  const requestHelp = 'Requests answered; code is that of the Problem, empty without one.'
  const callHelp = 'Attempts of calls to WeCom and the vendors.'
  const secondsHelp = 'From the arrival of a request to its answer.'
  const eventHelp = 'What WeCom told by callback: of a contact, of a group, of a colleague, or of something else.'
  const unreadHelp = 'Values of WeCom and the vendors that could not be read and were taken as not there, by field.'
  const droppedHelp =
    'What the order system sent and nobody sees: orders of strangers, matches by a phone alone, addresses of hosts that are not listed.'
  const panelHelp = 'Tokens made for pages of the company’s own, by panel.'
  const refusedHelp = 'Contacts, groups and members that WeCom did not tell of, by its errcode.'
  const pageErrors = counter('page_errors_total', 'Errors that pages reported of themselves, each once a page.', [
    'code',
  ])
  // From the first scrape on, so that the first error is an increase.
  for (const code of PageError.options) pageErrors.inc({ code }, 0)
  return {
    pageErrors,
    requests: counter('http_requests_total', requestHelp, ['route', 'method', 'status', 'code']),
    requestSeconds: histogram('http_request_seconds', secondsHelp, ['route', 'method'], requestBuckets),
    calls: counter('vendor_calls_total', callHelp, ['source', 'operation', 'outcome']),
    callSeconds: histogram('vendor_call_seconds', 'How long an attempt took.', ['source', 'operation'], callBuckets),
    cacheReads: counter('cache_reads_total', 'Questions answered from memory (hit), or not (miss).', [
      'cache',
      'result',
    ]),
    unread: counter('unreadable_values_total', unreadHelp, ['source', 'operation', 'field']),
    refused: counter('wecom_refused_total', refusedHelp, ['operation', 'errcode']),
    orderEvents: counter('order_events_total', 'What the order system told of, and what was refused.', ['result']),
    panelTokens: counter('panel_tokens_total', panelHelp, ['panel']),
    dropped: counter('orders_dropped_total', droppedHelp, ['kind']),
    events: counter('wecom_events_total', eventHelp, ['kind', 'result']),
  }
}
