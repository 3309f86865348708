import { UpstreamError } from '../../errors.ts'
import { readWire } from '../../wire/read-wire.ts'
import { WireEnvelope, WireLoginState } from './wire.ts'

/** `login_status` of an account that has no enterprise chosen. */
export const noEnterprise = 'login_status 2'

const loginStatuses = new Set<number | undefined>([0, 1, 2, -1, -2])
/** Refusals that an operator can mend; other texts of the vendor may hold anything and are not kept. */
const refusals: Record<string, string> = {
  'Sorry,您没有操作权限': 'no_permission',
  企业管理PC端未开启: 'plugin_off',
  不存在的接口: 'no_route',
}

/**
 * In which of the vendor's ways an answer says "log in again"; null where it does not
 * [docs/vendors/yunzhong.md#envelope].
 */
function loginAgain(result: number, data: unknown): string | null {
  const { login_status: loginStatus, status } = WireLoginState.safeParse(data).data ?? {}
  if (result === 1) return status === -5 ? 'status -5' : null
  if (loginStatuses.has(loginStatus)) return `login_status ${loginStatus}`
  return status === -2 ? 'status -2' : null
}

/** The data of an answer. HTTP says 200 to everything: `result` tells. @throws UpstreamError */
export function openEnvelope(json: unknown, operation: string): unknown {
  const origin = { source: 'yunzhong', operation } as const
  const { result, msg, data } = readWire(WireEnvelope, json, origin)
  const again = loginAgain(result, data)
  if (again !== null) throw new UpstreamError({ ...origin, reason: 'expired', vendorCode: again })
  if (result === 1) return data
  const vendorCode = refusals[typeof msg === 'string' ? msg : ''] ?? `result ${result}`
  throw new UpstreamError({ ...origin, reason: vendorCode === 'no_route' ? 'not_found' : 'refused', vendorCode })
}
