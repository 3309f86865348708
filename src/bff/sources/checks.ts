import { UpstreamError } from '../errors.ts'
import type { Sources } from './index.ts'
import type { Probed } from './source.ts'
import type { WaiqinProbe } from './waiqin/probe.ts'
import { fail, ok, skipped, type Check, type Verdict } from '../check.ts'
import { explainTanma, explainYoumi, explainYunzhong } from './vendor-words.ts'

type Wanted = Pick<Sources, 'youmi' | 'waiqin' | 'tanma' | 'yunzhong'>

const unconfigured = skipped('没有接入')
const console365 = '勤策 系统管理 → 集成管理 → API管理'

/** A check that says `says` when the probe goes through; skipped where there is no source. */
const probing = (source: Probed | null, says: string) => async (signal: AbortSignal) => {
  if (!source) return unconfigured
  await source.probe(signal)
  return ok(says)
}

const isRefusal = (error: unknown): boolean => error instanceof UpstreamError && error.reason === 'refused'

/** 勤策 gives no reason with its refusals: which of the calls it refuses is all that there is to go by. */
async function probeWaiqin(probe: WaiqinProbe, signal: AbortSignal): Promise<Verdict> {
  const refused: string[] = []
  const calls = Object.entries(probe)
  for (const [operation, call] of calls) {
    await call(signal).catch((error: unknown) => {
      if (!isRefusal(error)) throw error
      refused.push(operation)
    })
  }
  if (refused.length === 0) return ok('签名有效，任务、类型、客户都能读')
  if (refused.length < calls.length)
    return fail(`没有授权这些接口：${refused.join('、')}`, `${console365}：给这对凭证授权它们`)
  return fail(
    '签名被拒绝：openid 或 appkey 不对，或本机地址不在它的白名单（勤策不说是哪一种）',
    `${console365}：核对 WAIQIN_OPENID、WAIQIN_APP_KEY 和 IP 白名单`,
  )
}

/** Being told to log in is what a shop that is there answers to somebody without a session. */
async function reachYunzhong(source: Probed, signal: AbortSignal): Promise<Verdict> {
  await source.probe(signal).catch((error: unknown) => {
    if (!(error instanceof UpstreamError) || error.reason !== 'expired') throw error
  })
  return ok('商城有回应')
}

/** The vendors' side: address, credential and rights of each, by the client that production uses. */
export function createVendorChecks({ youmi, waiqin, tanma, yunzhong }: Wanted): Check[] {
  const moments = yunzhong?.moments ?? null
  return [
    {
      id: 'youmi',
      group: '友米',
      title: '令牌和待办接口',
      run: probing(youmi, '取到了令牌，待办可以读'),
      explain: explainYoumi,
    },
    {
      id: 'waiqin',
      group: '勤策',
      title: '签名和接口授权',
      run: async (signal) => (waiqin ? probeWaiqin(waiqin.probe, signal) : unconfigured),
    },
    {
      id: 'tanma',
      group: '探马',
      title: '签名和群SOP 接口',
      run: probing(tanma, '签名有效，群SOP 可以读'),
      explain: explainTanma,
    },
    {
      id: 'yunzhong',
      group: '芸众',
      title: '商城地址',
      run: async (signal) => (yunzhong ? reachYunzhong(yunzhong, signal) : unconfigured),
      explain: explainYunzhong,
    },
    {
      id: 'yunzhong-service',
      group: '芸众',
      title: '服务账号',
      needs: yunzhong ? ['store', 'yunzhong'] : [],
      run: moments
        ? probing(moments, '登录有效，朋友圈任务可以读')
        : async () => skipped('没有服务账号，不读朋友圈任务'),
      explain: explainYunzhong,
    },
  ]
}
