import { UpstreamError } from '../../errors.ts'
import { fail, type Check, type Verdict } from '../../check.ts'
import { probing } from '../checks.ts'
import type { Probed } from '../source.ts'

const wrongClient = fail(
  'client_id 或 client_secret 不对',
  '友米计费云后台的应用凭证，填进 YOUMI_CLIENT_ID、YOUMI_CLIENT_SECRET',
)
const wrongToken = fail(
  '接口不认这个令牌',
  '检查 YOUMI_TOKEN_URL 和 YOUMI_API_URL 是否属于同一套环境；代理商还要 YOUMI_TENANT_ID',
)

/** 友米's codes: `docs/vendors/youmi.md#error-codes`. */
const codes: Record<number, Verdict> = {
  10003: wrongToken,
  10011: wrongToken,
  200006: fail('友米说密钥错误', '向友米核对应用的密钥和权限'),
  200007: fail('友米说没有这个应用', '向友米核对 YOUMI_CLIENT_ID'),
}

/** Whether it was the identity server or the API that said no. */
export function explainYoumi(error: unknown): Verdict | null {
  if (!(error instanceof UpstreamError)) return null
  if (error.operation === 'token') return error.reason === 'refused' ? wrongClient : null
  if (error.reason === 'expired') return wrongToken
  return (typeof error.vendorCode === 'number' && codes[error.vendorCode]) || null
}

export const youmiChecks = (youmi: Probed | null): Check[] => [
  {
    id: 'youmi',
    group: '友米',
    title: '令牌和待办接口',
    run: probing(youmi, '取到了令牌，待办可以读'),
    explain: explainYoumi,
  },
]
