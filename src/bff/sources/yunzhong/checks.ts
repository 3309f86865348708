import { fail, ok, skipped, type Check, type Verdict } from '../../check.ts'
import { UpstreamError } from '../../errors.ts'
import { probing, unconfigured } from '../checks.ts'
import type { Probed } from '../source.ts'

const account = 'YUNZHONG_SERVICE_MOBILE、YUNZHONG_SERVICE_PASSWORD'

/** What 芸众's refusals are called here: `docs/vendors/yunzhong.md#envelope`. */
const codes: Record<string, Verdict> = {
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
  return explainYunzhong(error.cause) ?? codes[String(error.vendorCode)] ?? null
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
