import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { chinaStamp } from '../../china-time.ts'
import type { Clock } from '../../clock.ts'
import type { WaiqinConfig } from './config.ts'
import { UpstreamError } from '../../errors.ts'
import { parseJsonInTurns } from '../../wire/json-in-turns.ts'
import { readWire, type NoteUnread } from '../../wire/read-wire.ts'
import type { Http } from '../../upstream/http.ts'
import type { HttpAnswer, HttpRequest } from '../../upstream/send.ts'
import { readPageInTurns, type OwnerSchema, type PageRows, type SourceLog } from '../read-page.ts'
import { digestOf } from './sign.ts'
import { CustomerOwner, TaskOwner, WireCustomer, WireEmployee, WireEnvelope, WireTask, WireType } from './wire.ts'

export interface ClientDeps {
  config: Pick<WaiqinConfig, 'apiUrl' | 'openid' | 'appKey' | 'since'>
  http: Http
  clock: Clock
  log: SourceLog
  note?: NoteUnread | undefined
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
  /** @throws UpstreamError `unreadable` if there are several rows and none can be read */
  read(): Promise<PageRows<Row>>
}

/** The vendor's default and maximum. */
export const pageSize = 1000

const paths = {
  queryTask: 'cusTask/v1/queryTask',
  queryTaskType: 'cusTask/v1/queryTaskType',
  queryCustomer: 'customer/v1/queryCustomer',
  queryEmployee: 'employee/v3/queryEmployee',
} as const
type Operation = keyof typeof paths

const isKeyed = (rows: object): boolean => Object.keys(rows).every((key) => /^\d+$/.test(key))

/**
 * `response_data` is JSON inside a string, in some tenants an array. Where there are no rows, it is empty or nothing, in
 * whatever form [docs/vendors/waiqin.md#envelope].
 */
async function rowsOf(data: unknown, operation: Operation): Promise<unknown[]> {
  if (data === null || data === undefined || data === false) return []
  if (Array.isArray(data)) return data
  if (typeof data === 'object' && isKeyed(data)) return Object.values(data)
  if (typeof data === 'string') {
    const text = data.trim()
    if (text === '') return []
    const inText = await parseJsonInTurns(text)
    if (inText !== undefined) return rowsOf(inText, operation)
  }
  throw new UpstreamError({ source: 'waiqin', operation, reason: 'unreadable', detail: 'response_data: not a list' })
}

/**
 * The verbs of 勤策 that we use. Every call rejects with an UpstreamError. The URL contains secrets and is never logged.
 */
export function createClient({ config, http, clock, log, note }: ClientDeps) {
  const originOf = (operation: Operation) => ({ source: 'waiqin', operation, note }) as const

  function requestOf(operation: Operation, payload: object): HttpRequest {
    const body = JSON.stringify(payload)
    const stamp = chinaStamp(clock())
    const digest = digestOf(body, config.appKey, stamp)
    const url = `${config.apiUrl}/api/${paths[operation]}/${config.openid}/${stamp}/${digest}/${randomUUID()}`
    return { method: 'POST', url, headers: { 'content-type': 'application/json;charset=utf-8' }, body }
  }

  async function listOf(json: unknown, operation: Operation): Promise<unknown[]> {
    const origin = originOf(operation)
    const envelope = readWire(WireEnvelope, json, origin)
    if (envelope.return_code === '0') return rowsOf(envelope.response_data, operation)
    throw new UpstreamError({ ...origin, reason: 'refused', vendorCode: envelope.return_code })
  }

  interface Call<Schema> {
    operation: Operation
    payload: object
    schema: Schema
    Owner?: OwnerSchema
  }

  function call<Schema extends z.ZodType>(
    { operation, payload, schema, Owner }: Call<Schema>,
    signal: AbortSignal,
  ): Promise<Page<z.output<Schema>>> {
    const request = () => requestOf(operation, payload)
    const page = { ...originOf(operation), log, isMirrored: true, ...(Owner ? { Owner } : {}) }
    const read = async ({ json }: HttpAnswer) => {
      const list = await listOf(json, operation)
      return { size: list.length, read: () => readPageInTurns(schema, list, page) }
    }
    return http({ operation, isRead: true, request, read }, signal)
  }

  /** A page of this many rows. */
  function pageOfTasks({ by, from, to }: Window, page: number, rows: number, signal: AbortSignal) {
    const days = { [`${by}_date_from`]: from, [`${by}_date_to`]: to }
    const payload = { ...days, page: String(page), rows: String(rows) }
    return call({ operation: 'queryTask', payload, schema: WireTask, Owner: TaskOwner }, signal)
  }

  return {
    tasks: (window: Window, page: number, signal: AbortSignal): Promise<Page<WireTask>> =>
      pageOfTasks(window, page, pageSize, signal),
    /** The id of the task at a place, counted from 1; null if there is none that can be read. */
    async taskIdAt(window: Window, place: number, signal: AbortSignal): Promise<string | null> {
      const page = await pageOfTasks(window, place, 1, signal)
      const [task] = (await page.read()).rows
      return task?.task_id ?? null
    },
    /** Null requests all types, which the vendor does not document. */
    async types(typeIds: readonly string[] | null, signal: AbortSignal): Promise<PageRows<WireType>> {
      const payload = typeIds === null ? {} : { type_ids: typeIds }
      return (await call({ operation: 'queryTaskType', payload, schema: WireType }, signal)).read()
    },
    customers(page: number, signal: AbortSignal): Promise<Page<WireCustomer>> {
      const payload = { page_number: String(page) }
      return call({ operation: 'queryCustomer', payload, schema: WireCustomer, Owner: CustomerOwner }, signal)
    },
    employees: (page: number, signal: AbortSignal): Promise<Page<WireEmployee>> =>
      call({ operation: 'queryEmployee', payload: { page_number: String(page) }, schema: WireEmployee }, signal),
  }
}

export type WaiqinClient = ReturnType<typeof createClient>
