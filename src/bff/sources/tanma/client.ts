import type { Clock } from '../../clock.ts'
import type { TanmaConfig } from './config.ts'
import { UpstreamError } from '../../errors.ts'
import { readWire } from '../../wire/read-wire.ts'
import type { Http } from '../../upstream/http.ts'
import type { HttpRequest } from '../../upstream/send.ts'
import { readPage, type SourceLog } from '../read-page.ts'
import { signOf } from './sign.ts'
import { WireEnvelope, WireGroup, WirePage } from './wire.ts'

export interface ClientDeps {
  config: TanmaConfig
  http: Http
  clock: Clock
  log: SourceLog
}

interface Filter {
  pageNo: number
  /** 探马 id of the owner. */
  userId?: string
  /** Searches the groups' names. */
  keyword?: string
}

export interface Page {
  totalPage: number
  /** How many rows the vendor sent, unreadable ones included. */
  size: number
  groups: WireGroup[]
}

export const pageSize = 100
const operation = 'getGroupList'
const origin = { source: 'tanma', operation } as const
const digits = /^\d{1,19}$/

/** The vendor wants `userId` as a number; written as text it keeps all its digits. */
function bodyOf({ userId, ...filter }: Filter): string {
  const rest = JSON.stringify({ ...filter, pageSize })
  return userId !== undefined && digits.test(userId) ? `{"userId":${userId},${rest.slice(1)}` : rest
}

/** The verb of 探马 that we use. The `appKey` signs and is never sent. Rejects with an UpstreamError. */
export function createClient({ config, http, clock, log }: ClientDeps) {
  const { appId, appKey } = config
  const url = `${config.apiUrl}/api/v3/groupSop/getGroupList`

  function requestOf(filter: Filter): HttpRequest {
    const body = bodyOf(filter)
    const timestamp = String(clock())
    const sign = signOf({ appId, timestamp, body, appKey })
    return { method: 'POST', url, headers: { 'content-type': 'application/json', appId, timestamp, sign }, body }
  }

  function pageOf(json: unknown): Page {
    const { code, data } = readWire(WireEnvelope, json, origin)
    if (code !== '0') throw new UpstreamError({ ...origin, reason: 'refused', vendorCode: code })
    const { totalPage, result } = readWire(WirePage, data, origin)
    const { rows: groups } = readPage(WireGroup, result, { ...origin, log, isMirrored: true })
    return { totalPage, size: result.length, groups }
  }

  return {
    groups(filter: Filter, signal: AbortSignal): Promise<Page> {
      const request = () => requestOf(filter)
      return http({ operation, isRead: true, request, read: ({ json }) => pageOf(json) }, signal)
    },
  }
}

export type TanmaClient = ReturnType<typeof createClient>
