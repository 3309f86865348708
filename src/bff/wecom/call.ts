import type { z } from 'zod'
import { readWire, type NoteUnread } from '../wire/read-wire.ts'
import type { SharedToken } from '../upstream/shared-token.ts'
import type { Http } from '../upstream/http.ts'
import type { HttpAnswer, HttpRequest } from '../upstream/send.ts'
import { withToken } from '../upstream/with-token.ts'
import { failureOf, isOfSubject, isTokenSpent, labelOf, type Refusal } from './failures.ts'
import { WireEnvelope } from './wire.ts'

export interface WecomCall<Schema extends z.ZodType> {
  /** The path below `cgi-bin/`, which is also the verb's name. */
  path: string
  query?: Record<string, string>
  /** If given, it is sent as POST. */
  body?: object
  schema: Schema
  /** Where it asks for one contact or group: what it means that WeCom does not tell of this one. */
  refusal?: Refusal
  /** Whether it may be sent twice. An OAuth code is valid only once. */
  isRead?: boolean
}

/** Hears of a contact, group or member that WeCom does not tell of. `errcode` is `other` where it is in no list of ours. */
export type NoteRefused = (refused: { operation: string; errcode: string }) => void

export interface CallerDeps {
  apiUrl: string
  http: Http
  refused?: NoteRefused | undefined
  note?: NoteUnread | undefined
}

/** Sends a call that has its own credential, and reads the envelope: errors, too, have HTTP status 200. */
export function createSend({ apiUrl, http, note, refused }: CallerDeps) {
  function fail(path: string, errcode: number, failure: Error): never {
    if (isOfSubject(failure)) refused?.({ operation: path, errcode: labelOf(errcode) })
    throw failure
  }

  function readAnswer<Schema extends z.ZodType>(call: WecomCall<Schema>, json: unknown): z.output<Schema> {
    const { path, schema, refusal } = call
    const origin = { source: 'wecom', operation: path, note } as const
    const { errcode, errmsg } = readWire(WireEnvelope, json, origin)
    if (errcode !== 0) fail(path, errcode, failureOf(path, { errcode, errmsg: errmsg ?? '', refusal }))
    return readWire(schema, json, origin)
  }

  return <Schema extends z.ZodType>(call: WecomCall<Schema>, signal: AbortSignal): Promise<z.output<Schema>> => {
    const { path, query, body, isRead = true } = call
    const url = `${apiUrl}/cgi-bin/${path}?${new URLSearchParams(query).toString()}`
    const request: HttpRequest = body
      ? { method: 'POST', url, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
      : { method: 'GET', url }
    const read = ({ json }: HttpAnswer) => readAnswer(call, json)
    return http({ operation: path, isRead, request: () => request, read }, signal)
  }
}

export type Send = ReturnType<typeof createSend>

/** Sends with the app's access token. If it has expired, a new one is fetched and the call is sent once more. */
export function createAuthorisedSend(send: Send, token: SharedToken): Send {
  return (call, signal) =>
    withToken({ token, isSpent: isTokenSpent, signal }, (access_token) =>
      send({ ...call, query: { access_token, ...call.query } }, signal),
    )
}
