import { fail, type Check, type Verdict } from '../../check.ts'
import { UpstreamError } from '../../errors.ts'
import { probing } from '../checks.ts'
import type { Probed } from '../source.ts'

/** 探马's codes. It publishes no list, so others are named by their number: `docs/vendors/tanma.md#envelope`. */
const codes: Record<string, Verdict> = {
  '-1': fail('探马拒绝了（-1），没有说原因', '向探马核对：应用是否启用，群SOP 接口是否授权'),
  '1002': fail('签名错误：appId 和 appKey 不是一对', '向探马核对 TANMA_APP_ID 和 TANMA_APP_KEY'),
  '1003': fail('请求时间和探马的时间相差太大', '校准服务器的时钟（NTP）'),
}

export function explainTanma(error: unknown): Verdict | null {
  if (!(error instanceof UpstreamError) || error.reason !== 'refused') return null
  return codes[String(error.vendorCode)] ?? null
}

export const tanmaChecks = (tanma: Probed | null): Check[] => [
  {
    id: 'tanma',
    group: '探马',
    title: '签名和群SOP 接口',
    run: probing(tanma, '签名有效，群SOP 可以读'),
    explain: explainTanma,
  },
]
