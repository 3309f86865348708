import { fail, ok, type Check, type Verdict } from '../../check.ts'
import { UpstreamError } from '../../errors.ts'
import { unconfigured } from '../checks.ts'
import type { WaiqinProbe } from './probe.ts'

const adminConsole = '勤策 系统管理 → 集成管理 → API管理'

const isRefusal = (error: unknown): boolean => error instanceof UpstreamError && error.reason === 'refused'

/** 勤策 gives no reason when it refuses a call, so only which calls it refuses shows what is wrong. */
async function probeAll(probe: WaiqinProbe, signal: AbortSignal): Promise<Verdict> {
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
    return fail(`没有授权这些接口：${refused.join('、')}`, `${adminConsole}：给这对凭证授权它们`)
  return fail(
    '签名被拒绝：openid 或 appkey 不对，或本机地址不在它的白名单（勤策不说是哪一种）',
    `${adminConsole}：核对 WAIQIN_OPENID、WAIQIN_APP_KEY 和 IP 白名单`,
  )
}

export const waiqinChecks = (waiqin: { probe: WaiqinProbe } | null): Check[] => [
  {
    id: 'waiqin',
    group: '勤策',
    title: '签名和接口授权',
    run: async (signal) => (waiqin ? probeAll(waiqin.probe, signal) : unconfigured),
  },
]
