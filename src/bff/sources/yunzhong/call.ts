import type { YunzhongConfig } from './config.ts'
import { UpstreamError } from '../../errors.ts'
import type { Http } from '../../upstream/http.ts'
import type { HttpAnswer, HttpRequest } from '../../upstream/send.ts'
import type { NoteUnread } from '../../wire/read-wire.ts'
import { noEnterprise, openEnvelope } from './envelope.ts'
import type { Jar } from './jar.ts'

export interface CallDeps {
  config: YunzhongConfig
  http: Http
  /** Hears of values that could not be read. */
  note?: NoteUnread | undefined
}

/** A route of the enterprise's PC side, or one of the mobile side. */
export interface YunzhongCall {
  operation: string
  side: 'enterprise' | 'mobile'
  /** The enterprise's path, or the mobile `route`. */
  route: string
  method: 'GET' | 'POST'
  /** Sent as the query of a GET, as the JSON of a POST. */
  params?: Record<string, unknown>
  isRead: boolean
}

/** A call as the session in the jar, and how its answer is read. */
interface Sending<T> {
  call: YunzhongCall
  jar: Jar
  read(json: unknown): T | Promise<T>
}

export type Call = ReturnType<typeof createCall>

const contentType = 'application/json;charset=utf-8'

/** Calls 芸众 as the session in the jar, and keeps the cookies that come back in it. */
export function createCall({ config, http, note }: CallDeps) {
  const { apiUrl, uniacid, businessId } = config

  function addressOf({ side, route, method, params = {} }: YunzhongCall): string {
    // The vendor's own pages send both with every call; 5 is a browser that signs in by password.
    const query = new URLSearchParams({ i: uniacid, type: '5' })
    if (side === 'mobile') query.set('route', route)
    if (method === 'GET') for (const [name, value] of Object.entries(params)) query.set(name, String(value))
    const path = side === 'mobile' ? 'addons/yun_shop/api.php' : `business/${uniacid}/${route}`
    return `${apiUrl}/${path}?${query.toString()}`
  }

  function requestOf(call: YunzhongCall, jar: Jar): HttpRequest {
    const { method, params = {} } = call
    // Without this header some failures are pages instead of JSON.
    const headers: Record<string, string> = { accept: 'application/json', 'x-requested-with': 'XMLHttpRequest' }
    const cookie = jar.header()
    if (cookie !== '') headers['cookie'] = cookie
    if (method === 'POST') headers['content-type'] = contentType
    return { method, url: addressOf(call), headers, ...(method === 'POST' ? { body: JSON.stringify(params) } : {}) }
  }

  /** What `read` makes of the answer's JSON as it is. */
  function send<T>({ call, jar, read }: Sending<T>, signal: AbortSignal): Promise<T> {
    const { operation, isRead } = call
    const take = ({ json, setCookies }: HttpAnswer) => {
      jar.take(setCookies)
      return read(json)
    }
    return http({ operation, isRead, request: () => requestOf(call, jar), read: take }, signal)
  }

  /** What `read` makes of the data in the envelope. */
  const open = <T>({ call, jar, read }: Sending<T>, signal: AbortSignal): Promise<T> =>
    send({ call, jar, read: (json) => read(openEnvelope(json, call.operation, note)) }, signal)

  async function chooseEnterprise(jar: Jar, signal: AbortSignal): Promise<void> {
    if (businessId === null) return
    const [operation, route, params] = ['manageBusiness', 'admin/manageBusiness', { id: businessId }]
    const call: YunzhongCall = { operation, side: 'enterprise', route, method: 'GET', params, isRead: true }
    try {
      await open({ call, jar, read: () => null }, signal)
    } catch (error) {
      // The route is made for browsers and may answer with a page. Whether it worked shows with the next call.
      if (!(error instanceof UpstreamError) || error.reason !== 'unreadable') throw error
    }
  }

  /** The same as `open`. An enterprise that is not chosen is chosen once. @throws UpstreamError */
  async function call<T>(sending: Sending<T>, signal: AbortSignal): Promise<T> {
    try {
      return await open(sending, signal)
    } catch (error) {
      const isUnchosen = error instanceof UpstreamError && error.vendorCode === noEnterprise
      if (!isUnchosen || businessId === null) throw error
      await chooseEnterprise(sending.jar, signal)
      return open(sending, signal)
    }
  }

  return { send, call, chooseEnterprise }
}
