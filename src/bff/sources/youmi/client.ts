import { isExpired, UpstreamError, type Reason } from '../../errors.ts'
import type { VendorPersonRow } from '../../store/people-stores.ts'
import type { LeftOutRow } from '../../store/store.ts'
import { readWire } from '../../wire/read-wire.ts'
import { rowListOf } from '../../wire/shapes.ts'
import { withToken } from '../../upstream/with-token.ts'
import { readPageInTurns, type SourceLog } from '../read-page.ts'
import { isLast, pageSize, readPages, usersate, type Pages } from './read-pages.ts'
import { createToken, createTokenFetch, type TokenDeps } from './token.ts'
import { WireEnvelope, WireNaming, WireOwner, WireStaff, WireTodo } from './wire.ts'

export interface ClientDeps extends TokenDeps {
  log: SourceLog
}

/** What the vendor tells of one person. */
export interface Told extends Pick<Pages, 'isCut' | 'isOpenCut'> {
  todos: WireTodo[]
  leftOut: LeftOutRow[]
}

export const operation = 'GetChargeDaffairesList'
const from = { source: 'youmi', operation } as const
const staffList = 'GetStaffList'
/** Every department, whatever its group. */
const everywhere = { departId: -1, departGroupId: -1 }

/** The vendor's numeric codes that are more than a refusal [docs/vendors/youmi.md#error-codes]. */
const reasons: Record<number, Reason> = { 10003: 'expired', 10011: 'expired', 200011: 'unreachable' }
const succeeded = 20_000

/** The verbs of 友米 that we use. Every call rejects with an UpstreamError. */
export function createClient(deps: ClientDeps) {
  const { config, http, log, note } = deps
  const token = createToken(deps)
  const originOf = (verb: string) => ({ source: 'youmi', operation: verb, note }) as const
  const origin = originOf(operation)

  function valuesOf(json: unknown, verb: string): unknown[] {
    const at = { source: 'youmi', operation: verb } as const
    const { succeed, errmsg, values } = readWire(WireEnvelope, json, originOf(verb))
    const isSuccess = succeed ?? (errmsg === null ? null : errmsg === succeeded)
    if (isSuccess === false) {
      const code = errmsg ?? 0
      throw new UpstreamError({ ...at, reason: reasons[code] ?? 'refused', vendorCode: code })
    }
    const rows = isSuccess ? rowListOf(values) : undefined
    if (!rows) throw new UpstreamError({ ...at, reason: 'unreadable', detail: 'values: not a list' })
    return rows
  }

  function post(path: string, payload: object, bearer: string, signal: AbortSignal): Promise<unknown[]> {
    const verb = path.slice(path.lastIndexOf('/') + 1)
    const headers: Record<string, string> = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }
    if (config.tenantId !== null) headers.TenantId = config.tenantId
    const url = `${config.apiUrl}/v2/${path}`
    const request = { method: 'POST', url, headers, body: JSON.stringify(payload) } as const
    return http(
      { operation: verb, isRead: true, request: () => request, read: ({ json }) => valuesOf(json, verb) },
      signal,
    )
  }

  const send = (payload: object, bearer: string, signal: AbortSignal) =>
    post(`Todo/${operation}`, payload, bearer, signal)

  const call = (payload: object, signal: AbortSignal): Promise<unknown[]> =>
    withToken({ token, isSpent: isExpired, signal }, (bearer) => send(payload, bearer, signal))

  /** `staffState`: 0 those with a valid account, 1 all. */
  async function staffIn(staffState: 0 | 1, signal: AbortSignal): Promise<VendorPersonRow[]> {
    const payload = { ...everywhere, staffState }
    const rows = await withToken({ token, isSpent: isExpired, signal }, (bearer) =>
      post(`System/${staffList}`, payload, bearer, signal),
    )
    return (await readPageInTurns(WireStaff, rows, { ...originOf(staffList), log, isMirrored: true })).rows
  }

  return {
    /** Everybody, in one page: no paging is documented. Who is not among those whose account is valid has a closed one. */
    async *staff(signal: AbortSignal): AsyncGenerator<VendorPersonRow[]> {
      const all = await staffIn(1, signal)
      const valid = new Set((await staffIn(0, signal)).map(({ id }) => id))
      const stateOf = ({ id, state }: VendorPersonRow) => {
        if (state !== 'unknown' || valid.size === 0) return state
        return valid.has(id) ? 'active' : 'disabled'
      }
      yield all.map((person) => Object.assign(person, { state: stateOf(person) }))
    },
    /** Everybody's open todos, for those whom they name: of the rows no more is read. */
    async namings(pageIndex: number, signal: AbortSignal): Promise<{ rows: WireNaming[]; isLast: boolean }> {
      const sent = await call({ pageIndex, pageSize, usersate: usersate.open }, signal)
      const { rows } = await readPageInTurns(WireNaming, sent, { ...origin, log, isMirrored: true })
      return { rows, isLast: isLast(sent) }
    },
    /** Fetches a new token and one row: a kept token may still work after the secret has changed. */
    async probe(signal: AbortSignal): Promise<void> {
      const { value } = await createTokenFetch(deps)(signal)
      await send({ pageIndex: 1, pageSize: 1, usersate: -1 }, value, signal)
    },
    /** The todos that remind this 工号. Pages may overlap: of rows with one id the last counts. */
    async todosOf(staffId: string, signal: AbortSignal): Promise<Told> {
      // Unused fields stay out: a 0 in them would filter.
      const { rows, ...cut } = await readPages((filter) => call({ ...filter, remindStaff: staffId }, signal))
      if (cut.isCut) log.warn({ ...from, rows: rows.length }, 'more todos than we read')
      const page = await readPageInTurns(WireTodo, rows, { ...origin, log, Owner: WireOwner })
      const { rows: todos, leftOut } = page
      return { todos: [...new Map(todos.map((todo) => [todo.id, todo])).values()], leftOut, ...cut }
    },
  }
}

export type YoumiClient = ReturnType<typeof createClient>
