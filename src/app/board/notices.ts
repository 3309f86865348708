import type { LinkedSourceId } from '#contract/source'
import type { WorkList } from '#contract/work'
import { ProblemError } from '../problem-error.ts'
import { asOfTime } from '../ui/china-time.ts'
import { explain, named } from '../ui/explain.ts'
import { features, type Feature } from './features.ts'

export interface Notice {
  feature: Feature
  text: string
  action: { kind: 'retry' } | { kind: 'link'; source: LinkedSourceId } | null
}

export type ChipState = 'loading' | 'ready' | 'failed' | 'stale' | 'unlinked'

/** What is known of one source, without the rows. */
export interface Reading {
  feature: Feature
  data: WorkList | undefined
  error: unknown
  now: number
}

const retry = { kind: 'retry' } as const

export const isSyncing = ({ data, error }: Pick<Reading, 'data' | 'error'>): boolean =>
  data?.problem?.code === 'first_sync' || (error instanceof ProblemError && error.code === 'first_sync')

export function chipState({ data, error }: Reading): ChipState {
  if (error) return data ? 'stale' : 'failed'
  if (!data) return 'loading'
  if (data.state === 'disconnected') return 'failed'
  return data.state === 'stale' || data.state === 'unlinked' ? data.state : 'ready'
}

function ofUnlinked({ needs }: WorkList, feature: Feature): Notice {
  const { source, system } = features[feature]
  if (needs === 'staff-link' || source === 'tanma') {
    return { feature, text: `还不知道你在${system}的工号，请管理员导入`, action: null }
  }
  return { feature, text: `这位客户还没有关联${system}`, action: { kind: 'link', source } }
}

/** The sentence that a source needs above the list; null while all is well. */
export function noticeOf(reading: Reading): Notice | null {
  const { feature, data, error, now } = reading
  const { chip } = features[feature]
  if (isSyncing(reading)) return { feature, text: `${chip}：正在做第一次同步，数据还不完整`, action: retry }
  if (error && !data) return { feature, text: `${chip}：${explain(error).title}`, action: retry }
  if (!data) return null
  const asOf = data.asOf === null ? '' : `数据截至 ${asOfTime(data.asOf, now)}，`
  if (error) return { feature, text: `${chip}：${asOf}${explain(error).title}`, action: retry }
  if (data.state === 'stale')
    return { feature, text: `${chip}：${asOf}${data.problem ? named(data.problem) : '没能更新'}`, action: retry }
  if (data.state === 'disconnected') return { feature, text: `${chip}：连接已断开`, action: retry }
  return data.state === 'unlinked' ? ofUnlinked(data, feature) : null
}

/**
 * Above the rows stand the notices that were there when the rows were arranged, one that has settled since among
 * them; a later one goes below the rows, so that nothing moves.
 */
export function arrange(notices: readonly Notice[], placed: readonly Feature[]): { top: Notice[]; bottom: Notice[] } {
  const top = placed.map(
    (feature) =>
      notices.find((notice) => notice.feature === feature) ?? {
        feature,
        text: `${features[feature].chip}：已恢复`,
        action: null,
      },
  )
  return { top, bottom: notices.filter(({ feature }) => !placed.includes(feature)) }
}
