import type { YunzhongConfig } from '../../config.ts'
import { UpstreamError } from '../../errors.ts'
import type { Http } from '../../http.ts'
import { noEnterprise, openEnvelope } from './envelope.ts'
import type { Jar } from './jar.ts'

export interface CallDeps {
  config: YunzhongConfig
  http: Http
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

export type Call = ReturnType<typeof createCall>

const json = 'application/json;charset=utf-8'

/** Calls 芸众 as the session in the jar, and keeps the cookies that come back in it. */
export function createCall({ config, http }: CallDeps) {
  const { apiUrl, uniacid, businessId } = config

  function addressOf({ side, route, method, params = {} }: YunzhongCall): string {
    // The vendor's own pages send both with every call; 5 is a browser that signs in by password.
    const query = new URLSearchParams({ i: uniacid, type: '5' })
    if (side === 'mobile') query.set('route', route)
    if (method === 'GET') for (const [name, value] of Object.entries(params)) query.set(name, String(value))
    const path = side === 'mobile' ? 'addons/yun_shop/api.php' : `business/${uniacid}/${route}`
    return `${apiUrl}/${path}?${query.toString()}`
  }

  /** The answer's JSON as it is. */
  async function send(call: YunzhongCall, jar: Jar, signal: AbortSignal): Promise<unknown> {
    const { operation, method, params = {}, isRead } = call
    // Without this header some failures are pages instead of JSON.
    const headers: Record<string, string> = { accept: 'application/json', 'x-requested-with': 'XMLHttpRequest' }
    const cookie = jar.header()
    if (cookie !== '') headers['cookie'] = cookie
    if (method === 'POST') headers['content-type'] = json
    const body = method === 'POST' ? { body: JSON.stringify(params) } : {}
    const answer = await http({ operation, method, url: addressOf(call), headers, isRead, ...body }, signal)
    jar.take(answer.setCookies)
    return answer.json
  }

  async function chooseEnterprise(jar: Jar, signal: AbortSignal): Promise<void> {
    if (businessId === null) return
    const params = { id: businessId }
    const route = 'admin/manageBusiness'
    const choice: YunzhongCall = {
      operation: 'manageBusiness',
      side: 'enterprise',
      route,
      method: 'GET',
      params,
      isRead: true,
    }
    try {
      openEnvelope(await send(choice, jar, signal), 'manageBusiness')
    } catch (error) {
      // The route is made for people: a page is as good an answer as JSON. Whether it helped, the next call tells.
      if (!(error instanceof UpstreamError) || error.reason !== 'unreadable') throw error
    }
  }

  /** The data of the answer. An enterprise that is not chosen is chosen once. @throws UpstreamError */
  async function call(request: YunzhongCall, jar: Jar, signal: AbortSignal): Promise<unknown> {
    try {
      return openEnvelope(await send(request, jar, signal), request.operation)
    } catch (error) {
      const isUnchosen = error instanceof UpstreamError && error.vendorCode === noEnterprise
      if (!isUnchosen || businessId === null) throw error
      await chooseEnterprise(jar, signal)
      return openEnvelope(await send(request, jar, signal), request.operation)
    }
  }

  return { send, call, chooseEnterprise }
}
