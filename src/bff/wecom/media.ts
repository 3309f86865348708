import { UpstreamError } from '../errors.ts'
import type { Http } from '../upstream/http.ts'
import type { HttpAnswer, HttpRequest } from '../upstream/send.ts'
import type { SharedToken } from '../upstream/shared-token.ts'
import { withToken } from '../upstream/with-token.ts'
import { readWire, type NoteUnread } from '../wire/read-wire.ts'
import { failureOf, isTokenSpent } from './failures.ts'
import { WireEnvelope } from './wire.ts'

interface Deps {
  apiUrl: string
  http: Http
  token: SharedToken
  note?: NoteUnread | undefined
}

const operation = 'media/get'

/** Of a temporary media id: the file itself where there is one, else the usual envelope with an errcode. */
export function createMedia({ apiUrl, http, token, note }: Deps) {
  function read({ json, bytes }: HttpAnswer): Buffer {
    if (bytes) return bytes
    const origin = { source: 'wecom', operation, note } as const
    const { errcode, errmsg } = readWire(WireEnvelope, json, origin)
    if (errcode === 0) throw new UpstreamError({ ...origin, reason: 'unreadable', detail: 'body: no file' })
    throw failureOf(operation, { errcode, errmsg: errmsg ?? '', refusal: 'not_found' })
  }

  return (mediaId: string, signal: AbortSignal): Promise<Buffer> =>
    withToken({ token, isSpent: isTokenSpent, signal }, (access_token) => {
      const query = new URLSearchParams({ access_token, media_id: mediaId })
      const request: HttpRequest = {
        method: 'GET',
        url: `${apiUrl}/cgi-bin/${operation}?${query.toString()}`,
        isFile: true,
      }
      return http({ operation, isRead: true, request: () => request, read }, signal)
    })
}
