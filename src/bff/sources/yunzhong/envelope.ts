import { UpstreamError } from '../../errors.ts'
import { readWire, type NoteUnread } from '../../wire/read-wire.ts'
import { WireEnvelope, WireLoginState, type LoginState } from './wire.ts'

/** `login_status` of an account that has no enterprise chosen. */
export const noEnterprise = 'login_status 2'
/** Our number of the shop is not the vendor's: for the administrator to mend. */
export const noPlatform = 'platform_unknown'
export const noPlatformWords =
  /(?:无此|没有[此该]|找不到|未找到|不存在)[此该的]?(?:公众号|平台|商城|站点)(?!用户)|(?:公众号|平台|商城|站点)(?:不存在|未找到|找不到|无效)/
const blacklisted = 'login_status -1'

/** Of a session that is over, or that never was. */
const ended = new Set<number | null>([0, 1])
/** Refusals that an operator can mend; other texts of the vendor may hold anything and are not kept. */
const refusals: readonly [words: RegExp, code: string][] = [
  [/没有操作权限/, 'no_permission'],
  [/企业管理PC端未开启/, 'plugin_off'],
  [/不存在的接口/, 'no_route'],
  [noPlatformWords, noPlatform],
]

export interface Envelope extends LoginState {
  isSuccess: boolean
  msg: string
  data: unknown
  /** The vendor's code of a refusal. */
  code: string
}

/** The vendor's answer, opened. @throws UpstreamError `unreadable` */
export function readEnvelope(json: unknown, operation: string, note?: NoteUnread): Envelope {
  const origin = { source: 'yunzhong', operation, note } as const
  const envelope = readWire(WireEnvelope, json, origin)
  const { result = null, errcode = null, msg, data } = envelope ?? {}
  const state = WireLoginState.parse(data)
  const loginStatus = state?.login_status ?? (result === null ? envelope?.login_status : null) ?? null
  if (result === null && errcode === null && loginStatus === null)
    throw new UpstreamError({ ...origin, reason: 'unreadable', detail: 'result: missing' })
  const code = result === null && errcode !== null ? `errcode ${errcode}` : `result ${result}`
  const isSuccess = result === 1
  return { isSuccess, msg: msg ?? '', data, code, login_status: loginStatus, status: state?.status ?? null }
}

/**
 * In which of the vendor's ways an answer says that the session is over; null where it does not
 * [docs/vendors/yunzhong.md#envelope].
 */
function sessionEnd({ isSuccess, login_status: loginStatus, status }: Envelope): string | null {
  if (isSuccess) return status === -5 ? 'status -5' : null
  if (ended.has(loginStatus)) return `login_status ${loginStatus}`
  return status === -2 ? 'status -2' : null
}

function refusalCode({ login_status: loginStatus, msg, code }: Envelope): string {
  if (loginStatus === -2) return noPlatform
  if (loginStatus === -1) return blacklisted
  if (loginStatus === 2) return noEnterprise
  return refusals.find(([words]) => words.test(msg))?.[1] ?? code
}

/** The data of an answer. HTTP says 200 to everything: `result` tells. @throws UpstreamError */
export function openEnvelope(json: unknown, operation: string, note?: NoteUnread): unknown {
  const origin = { source: 'yunzhong', operation } as const
  const envelope = readEnvelope(json, operation, note)
  const end = sessionEnd(envelope)
  if (end !== null) throw new UpstreamError({ ...origin, reason: 'expired', vendorCode: end })
  if (envelope.isSuccess) return envelope.data
  const vendorCode = refusalCode(envelope)
  throw new UpstreamError({ ...origin, reason: vendorCode === 'no_route' ? 'not_found' : 'refused', vendorCode })
}
