import { AppError, UpstreamError } from '../errors.ts'
import { fail, warn, type Verdict } from '../check.ts'

/** The path to the app's settings in the admin console. */
export const appConsole = '管理后台 → 应用管理 → 该应用'
const sameApp = `${appConsole}：AgentId 和 Secret 要取自同一个应用（WECOM_AGENT_ID、WECOM_SECRET）`
const wrongSecret = fail('Secret 不对，或属于另一家企业', `${appConsole} → Secret，填进 WECOM_SECRET`)
const wrongAgent = fail('AgentId 和 Secret 不是同一个应用的', sameApp)
const noRights = fail(
  '没有客户联系的权限，或成员不在应用的可见范围里',
  `管理后台 → 客户联系 → 使用范围，和 ${appConsole} → 可见范围：把销售加进去`,
)

/** What each errcode means and where to fix it [docs/vendors/wecom.md#error-codes]. */
const codes: Record<number, Verdict> = {
  40001: wrongSecret,
  40091: wrongSecret,
  40013: fail('企业 ID 不对', '管理后台 → 我的企业 → 企业 ID，填进 WECOM_CORP_ID'),
  40014: fail('刚取到的 access_token 不被接受', '检查 WECOM_API_URL 是否是企业微信，中间有没有改写请求的代理'),
  40056: wrongAgent,
  42012: fail('ticket 的种类或应用不对', sameApp),
  45009: warn('调用次数超过上限，暂时被拦截', '等一分钟到一小时再查；检查是否有别的程序用同一个 Secret'),
  48002: fail(
    '应用不在客户联系的「可调用接口的应用」里',
    '管理后台 → 客户联系 → 可调用接口的应用：加上这个应用；并确认 WECOM_SECRET 是应用自己的 Secret',
  ),
  301002: wrongAgent,
}

/** The address as WeCom saw it. */
const addressIn = (clue: unknown): string | null =>
  (typeof clue === 'string' ? /from ip: ?([\d.a-f:]+)/i.exec(clue)?.[1] : undefined) ?? null

function untrusted(clue: unknown): Verdict {
  const address = addressIn(clue)
  return fail(
    address ? `企业微信看到的地址 ${address} 不在企业可信IP 里` : '本机的公网地址不在企业可信IP 里',
    `${appConsole} → 企业可信IP：加上${address ? ` ${address}` : '服务器的出口地址'}（先要配好可信域名），约一分钟后生效`,
  )
}

/** What WeCom's refusal means and where to fix it; null if the error is not a refusal. */
export function explainWecom(error: unknown): Verdict | null {
  if (error instanceof AppError && error.code === 'no_customer_rights') return noRights
  if (!(error instanceof UpstreamError) || typeof error.vendorCode !== 'number') return null
  const { vendorCode: code, cause } = error
  if (code === 60020) return untrusted(cause)
  const link = `https://open.work.weixin.qq.com/devtool/query?e=${code}`
  return codes[code] ?? fail(`企业微信拒绝了（errcode ${code}）`, `这个错误码的含义见 ${link}`)
}
