import { UpstreamError } from '../errors.ts'
import { fail, type Verdict } from '../check.ts'

const youmiClient = fail(
  'client_id 或 client_secret 不对',
  '友米计费云后台的应用凭证，填进 YOUMI_CLIENT_ID、YOUMI_CLIENT_SECRET',
)
const youmiToken = fail(
  '接口不认这个令牌',
  '检查 YOUMI_TOKEN_URL 和 YOUMI_API_URL 是否属于同一套环境；代理商还要 YOUMI_TENANT_ID',
)

/** 友米's codes [upstreams.md 3.2]. */
const youmiCodes: Record<number, Verdict> = {
  10003: youmiToken,
  10011: youmiToken,
  200006: fail('友米说密钥错误', '向友米核对应用的密钥和权限'),
  200007: fail('友米说没有这个应用', '向友米核对 YOUMI_CLIENT_ID'),
}

/** Whether it was the identity server or the API that said no. */
export function explainYoumi(error: unknown): Verdict | null {
  if (!(error instanceof UpstreamError)) return null
  if (error.operation === 'token') return error.reason === 'refused' ? youmiClient : null
  if (error.reason === 'expired') return youmiToken
  return (typeof error.vendorCode === 'number' && youmiCodes[error.vendorCode]) || null
}

/** 探马's codes [upstreams.md 2.1]; it publishes no list, so others are named by their number. */
const tanmaCodes: Record<string, Verdict> = {
  '-1': fail('探马拒绝了（-1），没有说原因', '向探马核对：应用是否启用，群SOP 接口是否授权'),
  '1002': fail('签名错误：appId 和 appKey 不是一对', '向探马核对 TANMA_APP_ID 和 TANMA_APP_KEY'),
  '1003': fail('请求时间和探马的时间相差太大', '校准服务器的时钟（NTP）'),
}

export function explainTanma(error: unknown): Verdict | null {
  if (!(error instanceof UpstreamError) || error.reason !== 'refused') return null
  return tanmaCodes[String(error.vendorCode)] ?? null
}

const account = 'YUNZHONG_SERVICE_MOBILE、YUNZHONG_SERVICE_PASSWORD'

/** What 芸众's words were read as [upstreams.md 4A]. */
const yunzhongCodes: Record<string, Verdict> = {
  wrong_password: fail('服务账号的手机号或密码不对', `核对 ${account}；连错五次芸众会锁号半小时`),
  account_locked: fail('服务账号被锁了：密码错得太多', `核对 ${account}，半小时后再查`),
  login_limit: fail('半小时内已登录过两次，为免锁号暂不再试；多半是密码不对', `核对 ${account}，半小时后再查`),
  'login_status 2': fail(
    '没有选中企业，或账号不属于这家企业',
    '核对 YUNZHONG_BUSINESS_ID（芸众企业管理 PC 端的企业编号）',
  ),
  'login_status -1': fail('账号在芸众的黑名单里', '芸众商城后台 → 会员'),
  no_permission: fail('服务账号没有 SOP 任务的权限', '芸众企业管理 PC 端 → 员工权限：授予 SopTask'),
  plugin_off: fail('芸众的「企业管理 PC 端」没有开启', '芸众后台 → 插件：开启企业管理'),
  no_route: fail('芸众没有这个接口', '芸众后台 → 插件：安装并开启 SopTask（2024 年后的版本）'),
}

export function explainYunzhong(error: unknown): Verdict | null {
  if (!(error instanceof UpstreamError)) return null
  // What the last try was refused for says more than that there is none left.
  return explainYunzhong(error.cause) ?? yunzhongCodes[String(error.vendorCode)] ?? null
}
