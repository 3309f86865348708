import { isExpired, UpstreamError, type Reason } from '../../errors.ts'
import { readWire } from '../../wire/read-wire.ts'
import { withToken } from '../../upstream/with-token.ts'
import { readPage, type SourceLog } from '../read-page.ts'
import { createToken, createTokenFetch, type TokenDeps } from './token.ts'
import { WireEnvelope, WireTodo, WireValues } from './wire.ts'

export interface ClientDeps extends TokenDeps {
  log: SourceLog
}

const operation = 'GetChargeDaffairesList'
const origin = { source: 'youmi', operation } as const
const pageSize = 200
const maxPages = 25
/** A bound for a vendor that ignores our page size. */
const maxRows = maxPages * pageSize
/** The largest page is undocumented: a page of one of these lengths may be a smaller limit, not the end. */
const likelyLimits = new Set([10, 20, 50, 100])

/** The vendor's numeric codes that are more than a refusal [docs/vendors/youmi.md#error-codes]. */
const reasons: Record<number, Reason> = { 10003: 'expired', 10011: 'expired', 200011: 'unreachable' }

function valuesOf(json: unknown): unknown[] {
  const { succeed, errmsg } = readWire(WireEnvelope, json, origin)
  if (succeed) return readWire(WireValues, json, origin).values
  const code = errmsg ?? 0
  throw new UpstreamError({ ...origin, reason: reasons[code] ?? 'refused', vendorCode: code })
}

/** The verbs of 友米 that we use. Every call rejects with an UpstreamError. */
export function createClient(deps: ClientDeps) {
  const { config, http, log } = deps
  const token = createToken(deps)

  function send(payload: object, bearer: string, signal: AbortSignal): Promise<unknown[]> {
    const headers: Record<string, string> = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }
    if (config.tenantId !== null) headers.TenantId = config.tenantId
    const url = `${config.apiUrl}/v2/Todo/${operation}`
    const request = { method: 'POST', url, headers, body: JSON.stringify(payload) } as const
    return http({ operation, isRead: true, request: () => request, read: ({ json }) => valuesOf(json) }, signal)
  }

  const call = (payload: object, signal: AbortSignal): Promise<unknown[]> =>
    withToken({ token, isSpent: isExpired, signal }, (bearer) => send(payload, bearer, signal))

  async function* pages(staffId: string, signal: AbortSignal) {
    let read = 0
    for (let pageIndex = 1; pageIndex <= maxPages; pageIndex += 1) {
      // -1: all states. Unused fields stay out, a 0 in them would filter.
      const rows = await call({ pageIndex, pageSize, remindStaff: staffId, usersate: -1 }, signal)
      yield rows.slice(0, maxRows - read)
      read += rows.length
      if (read >= maxRows) break
      if (rows.length < pageSize && !likelyLimits.has(rows.length)) return
    }
    log.warn({ ...origin, rows: read }, 'more todos than we read')
  }

  return {
    /** Fetches a new token and one row: a kept token may still work after the secret has changed. */
    async probe(signal: AbortSignal): Promise<void> {
      const { value } = await createTokenFetch(deps)(signal)
      await send({ pageIndex: 1, pageSize: 1, usersate: -1 }, value, signal)
    },
    /** Every todo that reminds this 工号. Pages may overlap: of rows with one id the last counts. */
    async todosOf(staffId: string, signal: AbortSignal): Promise<WireTodo[]> {
      const rows: unknown[] = []
      for await (const page of pages(staffId, signal)) for (const row of page) rows.push(row)
      const { rows: todos } = readPage(WireTodo, rows, { ...origin, log })
      return [...new Map(todos.map((todo) => [todo.id, todo])).values()]
    },
  }
}
