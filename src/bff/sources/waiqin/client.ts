import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { chinaStamp } from '../../china-time.ts'
import type { Clock } from '../../clock.ts'
import type { WaiqinConfig } from './config.ts'
import { UpstreamError } from '../../errors.ts'
import { parseJson } from '../../wire/json.ts'
import { readWire } from '../../wire/read-wire.ts'
import type { Http } from '../../upstream/http.ts'
import type { HttpAnswer, HttpRequest } from '../../upstream/send.ts'
import { readPageInTurns, type SourceLog } from '../read-page.ts'
import { digestOf } from './sign.ts'
import { WireCustomer, WireEnvelope, WireTask, WireType } from './wire.ts'

export interface ClientDeps {
  config: Pick<WaiqinConfig, 'apiUrl' | 'openid' | 'appKey' | 'since'>
  http: Http
  clock: Clock
  log: SourceLog
}

/** Days in China, both inclusive. `by` says to which of a task's two dates they apply. */
export interface Window {
  by: 'create' | 'modify'
  from: string
  to: string
}

/** One page. `size`: how many rows the vendor sent. */
export interface Page<Row> {
  size: number
  /** The rows that can be read. @throws UpstreamError `unreadable` if there are several and none can */
  read(): Promise<Row[]>
}

/** The vendor's default and maximum. */
export const pageSize = 1000

const paths = {
  queryTask: 'cusTask/v1/queryTask',
  queryTaskType: 'cusTask/v1/queryTaskType',
  queryCustomer: 'customer/v1/queryCustomer',
} as const
type Operation = keyof typeof paths

/**
 * `response_data` is JSON inside a string, in some tenants an array, and `""` if there are no rows
 * [docs/vendors/waiqin.md#envelope].
 */
function rowsOf(data: unknown, operation: Operation): unknown[] {
  const rows = typeof data === 'string' ? (data.trim() === '' ? [] : parseJson(data)) : data
  if (Array.isArray(rows)) return rows
  throw new UpstreamError({ source: 'waiqin', operation, reason: 'unreadable', detail: 'response_data: not a list' })
}

/**
 * The verbs of 勤策 that we use. Every call rejects with an UpstreamError. The URL contains secrets and is never logged.
 */
export function createClient({ config, http, clock, log }: ClientDeps) {
  const pageOf = (operation: Operation) => ({ source: 'waiqin', operation, log, isMirrored: true }) as const

  function requestOf(operation: Operation, payload: object): HttpRequest {
    const body = JSON.stringify(payload)
    const stamp = chinaStamp(clock())
    const digest = digestOf(body, config.appKey, stamp)
    const url = `${config.apiUrl}/api/${paths[operation]}/${config.openid}/${stamp}/${digest}/${randomUUID()}`
    return { method: 'POST', url, headers: { 'content-type': 'application/json;charset=utf-8' }, body }
  }

  function listOf(json: unknown, operation: Operation): unknown[] {
    const origin = { source: 'waiqin', operation } as const
    const envelope = readWire(WireEnvelope, json, origin)
    if (envelope.return_code === '0') return rowsOf(envelope.response_data, operation)
    throw new UpstreamError({ ...origin, reason: 'refused', vendorCode: envelope.return_code })
  }

  function call<Schema extends z.ZodType>(
    { operation, payload, schema }: { operation: Operation; payload: object; schema: Schema },
    signal: AbortSignal,
  ): Promise<Page<z.output<Schema>>> {
    const request = () => requestOf(operation, payload)
    const read = ({ json }: HttpAnswer) => {
      const list = listOf(json, operation)
      return { size: list.length, read: async () => (await readPageInTurns(schema, list, pageOf(operation))).rows }
    }
    return http({ operation, isRead: true, request, read }, signal)
  }

  return {
    tasks({ by, from, to }: Window, page: number, signal: AbortSignal): Promise<Page<WireTask>> {
      const days = { [`${by}_date_from`]: from, [`${by}_date_to`]: to }
      const payload = { ...days, page: String(page), rows: String(pageSize) }
      return call({ operation: 'queryTask', payload, schema: WireTask }, signal)
    },
    /** Null requests all types, which the vendor does not document. */
    async types(typeIds: readonly string[] | null, signal: AbortSignal): Promise<WireType[]> {
      const payload = typeIds === null ? {} : { type_ids: typeIds }
      return (await call({ operation: 'queryTaskType', payload, schema: WireType }, signal)).read()
    },
    customers(page: number, signal: AbortSignal): Promise<Page<WireCustomer>> {
      const payload = { page_number: String(page) }
      return call({ operation: 'queryCustomer', payload, schema: WireCustomer }, signal)
    },
  }
}

export type WaiqinClient = ReturnType<typeof createClient>
