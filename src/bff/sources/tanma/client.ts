import type { Clock } from '../../clock.ts'
import type { TanmaConfig } from './config.ts'
import { UpstreamError } from '../../errors.ts'
import type { LeftOutRow } from '../../store/store.ts'
import { readWire, type NoteUnread } from '../../wire/read-wire.ts'
import { objectOf, rowListOf } from '../../wire/shapes.ts'
import type { Http } from '../../upstream/http.ts'
import type { HttpRequest } from '../../upstream/send.ts'
import { readPageInTurns, type SourceLog } from '../read-page.ts'
import { readGroupsInTurns, type Group } from './read-groups.ts'
import { signOf } from './sign.ts'
import { WireEnvelope, WirePage, WireUser } from './wire.ts'

export interface ClientDeps {
  config: TanmaConfig
  http: Http
  clock: Clock
  log: SourceLog
  note?: NoteUnread | undefined
}

interface Filter {
  pageNo: number
  /** 探马 id of the owner. */
  userId?: string
  /** Searches the groups' names. */
  keyword?: string
}

export interface Page {
  /** Of groups and of pages; null where the vendor does not say. */
  totalCount: number | null
  totalPage: number | null
  /** How many rows are a full page. */
  pageSize: number
  /** How many rows the vendor sent, unreadable ones included. */
  size: number
  groups: Group[]
  leftOut: LeftOutRow[]
}

export const pageSize = 100

/** `size`: how many rows the vendor sent. */
export interface UserPage {
  size: number
  rows: WireUser[]
}

export const operation = 'getGroupList'
const people = 'get-users'
const from = { source: 'tanma', operation } as const
const digits = /^\d{1,19}$/

/** The vendor wants `userId` as a number; written as text it keeps all its digits. */
function bodyOf({ userId, ...filter }: Filter): string {
  const rest = JSON.stringify({ ...filter, pageSize })
  return userId !== undefined && digits.test(userId) ? `{"userId":${userId},${rest.slice(1)}` : rest
}

/** The verb of 探马 that we use. The `appKey` signs and is never sent. Rejects with an UpstreamError. */
export function createClient({ config, http, clock, log, note }: ClientDeps) {
  const origin = { ...from, note }
  const peopleOrigin = { source: 'tanma', operation: people, note } as const
  const { appId, appKey } = config
  const url = `${config.apiUrl}/api/v3/groupSop/getGroupList`

  function requestOf(url: string, body: string): HttpRequest {
    const timestamp = String(clock())
    const sign = signOf({ appId, timestamp, body, appKey })
    return { method: 'POST', url, headers: { 'content-type': 'application/json', appId, timestamp, sign }, body }
  }

  async function pageOf(json: unknown): Promise<Page> {
    const { code, data } = readWire(WireEnvelope, json, origin)
    if (code !== '0') throw new UpstreamError({ ...from, reason: 'refused', vendorCode: code })
    // Some of the vendor's lists come without the page around them.
    const page = Array.isArray(data) ? { result: data } : objectOf(data)
    const told = page === null ? null : readWire(WirePage, page, origin)
    const result = rowListOf(told?.result)
    if (!result) throw new UpstreamError({ ...from, reason: 'unreadable', detail: 'result: not a list' })
    const totals = { totalCount: told?.totalCount ?? null, totalPage: told?.totalPage ?? null }
    const sizes = { pageSize: told?.pageSize ?? pageSize, size: result.length }
    return { ...totals, ...sizes, ...(await readGroupsInTurns(result, { ...origin, log })) }
  }

  async function userPageOf(json: unknown): Promise<UserPage> {
    const { code, data } = readWire(WireEnvelope, json, peopleOrigin)
    if (code !== '0') throw new UpstreamError({ ...peopleOrigin, reason: 'refused', vendorCode: code })
    const page = Array.isArray(data) ? { result: data } : objectOf(data)
    const result = rowListOf(page === null || page === undefined ? [] : (page['result'] ?? page['data']))
    if (!result) throw new UpstreamError({ ...peopleOrigin, reason: 'unreadable', detail: 'result: not a list' })
    const { rows } = await readPageInTurns(WireUser, result, { ...peopleOrigin, log, isMirrored: true })
    return { size: result.length, rows }
  }

  return {
    /** Members who have not been deleted. */
    users(pageNo: number, signal: AbortSignal): Promise<UserPage> {
      const body = JSON.stringify({ pageNo, pageSize, deleted: 0 })
      const request = () => requestOf(`${config.apiUrl}/api/v3/${people}`, body)
      return http({ operation: people, isRead: true, request, read: ({ json }) => userPageOf(json) }, signal)
    },
    groups(filter: Filter, signal: AbortSignal): Promise<Page> {
      const request = () => requestOf(url, bodyOf(filter))
      return http({ operation, isRead: true, request, read: ({ json }) => pageOf(json) }, signal)
    },
  }
}

export type TanmaClient = ReturnType<typeof createClient>
