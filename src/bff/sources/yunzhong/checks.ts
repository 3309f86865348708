import { fail, ok, skipped, type Check, type Verdict } from '../../check.ts'
import { UpstreamError } from '../../errors.ts'
import { probing, unconfigured } from '../checks.ts'
import type { Probed } from '../source.ts'

const account = 'YUNZHONG_SERVICE_MOBILE、YUNZHONG_SERVICE_PASSWORD'

const blacklisted = fail('账号在芸众的黑名单里', '芸众商城后台 → 会员')

/** What 芸众's refusals are called here: `docs/vendors/yunzhong.md#envelope`. */
const codes: Record<string, Verdict> = {
  wrong_password: fail('服务账号的手机号或密码不对', `核对 ${account}；连错五次芸众会锁号半小时`),
  login_limit: fail('半小时内已登录过两次，为免锁号暂不再试；多半是密码不对', `核对 ${account}，半小时后再查`),
  account_blacklisted: blacklisted,
  account_disabled: fail('服务账号在芸众停用了', `在芸众启用它，或在 ${account} 换一个账号`),
  account_expired: fail('服务账号在芸众过期了', `在芸众续期，或在 ${account} 换一个账号`),
  mobile_login_off: fail('芸众没有开放手机号和密码登录', '芸众商城后台 → 会员设置：开启手机号登录'),
  login_refused: fail('芸众没有让服务账号登录，没说清原因', `用 ${account} 在芸众的网页上登录一次，看它怎么说`),
  platform_unknown: fail('芸众不认识这个公众号编号', '核对 YUNZHONG_UNIACID（芸众网址里 i= 后面的数字）'),
  'login_status 2': fail(
    '没有选中企业，或账号不属于这家企业',
    '核对 YUNZHONG_BUSINESS_ID（芸众企业管理 PC 端的企业编号）',
  ),
  'login_status -1': blacklisted,
  no_permission: fail('服务账号没有 SOP 任务的权限', '芸众企业管理 PC 端 → 员工权限：授予 SopTask'),
  plugin_off: fail('芸众的「企业管理 PC 端」没有开启', '芸众后台 → 插件：开启企业管理'),
  no_route: fail('芸众没有这个接口', '芸众后台 → 插件：安装并开启 SopTask（2024 年后的版本）'),
}

function explainLock({ retryAfterSeconds: seconds }: UpstreamError): Verdict {
  const wait = seconds === undefined ? '过一会儿' : `${Math.ceil(seconds / 60)} 分钟后`
  return fail('服务账号被锁了：密码错得太多', `核对 ${account}，${wait}再查`)
}

export function explainYunzhong(error: unknown): Verdict | null {
  if (!(error instanceof UpstreamError)) return null
  // What the last try was refused for says more than that there is none left.
  const last = explainYunzhong(error.cause)
  if (last) return last
  return error.vendorCode === 'account_locked' ? explainLock(error) : (codes[String(error.vendorCode)] ?? null)
}

/** A shop that is there asks a caller without a session to log in. */
async function reach(yunzhong: Probed, signal: AbortSignal): Promise<Verdict> {
  await yunzhong.probe(signal).catch((error: unknown) => {
    if (!(error instanceof UpstreamError) || error.reason !== 'expired') throw error
  })
  return ok('商城有回应')
}

const noService = skipped('没有服务账号，不读朋友圈任务')

export function yunzhongChecks(yunzhong: (Probed & { moments: Probed | null }) | null): Check[] {
  const moments = yunzhong?.moments ?? null
  return [
    {
      id: 'yunzhong',
      group: '芸众',
      title: '商城地址',
      run: async (signal) => (yunzhong ? reach(yunzhong, signal) : unconfigured),
      explain: explainYunzhong,
    },
    {
      id: 'yunzhong-service',
      group: '芸众',
      title: '服务账号',
      needs: yunzhong ? ['store', 'yunzhong'] : [],
      run: moments ? probing(moments, '登录有效，朋友圈任务可以读') : async () => noService,
      explain: explainYunzhong,
    },
  ]
}
