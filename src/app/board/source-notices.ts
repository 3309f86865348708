import type { LinkedSourceId, SourceId } from '#contract/source'
import type { WorkList } from '#contract/work'
import { ProblemError } from '../api/problem-error.ts'
import { asOfTime } from '../ui/china-time.ts'
import { explain, named, problemNumber } from '../failures/explain.ts'
import { isReadOnly } from '../session/is-read-only.ts'
import { features, isPersonal, type Feature } from '../work/features.ts'
import type { Listing } from '../work/read-work.ts'
import { isLinkedSource, systems } from '../work/systems.ts'

export interface SourceNotice {
  feature: Feature
  text: string
  action: { kind: 'retry' } | { kind: 'link'; source: LinkedSourceId } | { kind: 'connect'; label: string } | null
  /** What failed on the way to all sources alike, and how old the rows are that are shown instead. */
  cause?: { title: string; asOf: string | null }
  /** Further features that the same sentence is about. */
  others?: readonly Feature[]
  /** Of a failure: what whoever helps needs to find it. */
  number?: string
  /** Where the administrator has to enter the user's own id. */
  staffOf?: SourceId
}

export type ChipState = 'loading' | 'ready' | 'failed' | 'stale' | 'unlinked' | 'disconnected'

/** What is known of one source, without the rows. */
export interface Reading {
  feature: Feature
  data: Listing | undefined
  error: unknown
  now: number
  /** Whether the user has a login at this vendor, as far as the page knows. */
  wasConnected?: boolean
}

const retry = { kind: 'retry' } as const

export const isSyncing = ({ data, error }: Pick<Reading, 'data' | 'error'>): boolean =>
  data?.problem?.code === 'first_sync' || (error instanceof ProblemError && error.code === 'first_sync')

/** Rows that cannot be read are told below the rows: what there is, is up to date. */
const isCurrent = ({ problem }: WorkList): boolean => problem?.code === 'rows_left_out'

/** The order system lets others alone see this customer's orders: no failure that would have to be mended. */
export const isKeptFrom = ({ error }: Pick<Reading, 'error'>): boolean =>
  error instanceof ProblemError && error.code === 'orders_not_allowed'

export function chipState({ data, error }: Reading): ChipState {
  if (error) return data ? 'stale' : 'failed'
  if (!data) return 'loading'
  return data.state === 'fresh' || data.state === 'unconfigured' || isCurrent(data) ? 'ready' : data.state
}

function ofUnlinked({ needs }: WorkList, feature: Feature): SourceNotice {
  const { source } = features[feature]
  if (needs === 'staff-link' || !isLinkedSource(source)) {
    return { feature, text: `管理员还没登记你的${systems[source]}工号`, action: null, staffOf: source }
  }
  return { feature, text: `这位客户还没有关联${systems[source]}`, action: isReadOnly ? null : { kind: 'link', source } }
}

type Say = (text: string, action?: SourceNotice['action']) => SourceNotice

function ofDisconnected({ feature, wasConnected }: Reading, say: Say): SourceNotice {
  const system = systems[features[feature].source]
  if (!isPersonal(feature)) return say(`${system}的连接断了，请联系管理员`)
  if (isReadOnly) return say(`没有连接${system}`, null)
  return wasConnected
    ? say(`${system}登录已过期`, { kind: 'connect', label: '重新连接' })
    : say(`还没有连接${system}`, { kind: 'connect', label: '连接' })
}

/** A failure of ours, of WeCom or of the network: every source then says the same. */
function commonCause({ data, error }: Reading): Pick<SourceNotice, 'cause'> {
  if (!(error instanceof ProblemError) || (error.source ?? 'wecom') !== 'wecom') return {}
  return { cause: { title: explain(error).title, asOf: data?.asOf ?? null } }
}

function asOne(same: readonly SourceNotice[], now: number): SourceNotice[] {
  const [first, ...others] = same
  if (!first?.cause || others.length === 0) return [...same]
  const [oldest] = same.flatMap(({ cause }) => cause?.asOf ?? []).sort()
  const { title } = first.cause
  const text = oldest ? `${title.split('，')[0]}，看到的是 ${asOfTime(oldest, now)} 的数据` : title
  return [{ ...first, text, others: others.map(({ feature }) => feature) }]
}

/** Where several notices have one cause, one notice says it. */
export function merged(notices: readonly SourceNotice[], now: number): SourceNotice[] {
  const titles = [...new Set(notices.map(({ cause }) => cause?.title))]
  return titles.flatMap((title) => {
    const same = notices.filter(({ cause }) => cause?.title === title)
    return title === undefined ? same : asOne(same, now)
  })
}

/** The notice of a source above the list; null while all is well. */
export function noticeOf(reading: Reading): SourceNotice | null {
  const { feature, data, error, now } = reading
  const say: Say = (text, action = retry) => ({ feature, text: `${features[feature].chip}：${text}`, action })
  if (isSyncing(reading)) return say('正在做第一次同步，数据还不完整')
  const failure = error ? explain(error) : null
  const title = failure?.title ?? ''
  const more = { ...commonCause(reading), ...(failure && { number: failure.number }) }
  if (isKeptFrom(reading)) return null
  if (!data) return error ? { ...say(title), ...more } : null
  const old = (why: string): SourceNotice =>
    data.asOf === null
      ? say(why)
      : { feature, text: `${features[feature].chip}是 ${asOfTime(data.asOf, now)} 的，${why}`, action: retry }
  if (error) return { ...old(title), ...more }
  if (isCurrent(data)) return null
  if (data.state === 'stale') {
    const { problem } = data
    return problem ? { ...old(named(problem)), number: problemNumber(problem) } : old('没能更新')
  }
  if (data.state === 'disconnected') return ofDisconnected(reading, say)
  // Few customers have to be known to the order system; of several it is asked which one they are.
  if (data.match === 'none') return null
  return data.state === 'unlinked' ? ofUnlinked(data, feature) : null
}

/**
 * Above the rows are the notices that were there when the rows were arranged, including those that have recovered
 * since; a later one goes below the rows, so that nothing moves.
 */
export function arrange(
  notices: readonly SourceNotice[],
  placed: readonly Feature[],
): { top: SourceNotice[]; bottom: SourceNotice[] } {
  const top = placed.map(
    (feature) =>
      notices.find((notice) => notice.feature === feature) ?? {
        feature,
        text: `${features[feature].chip}：已恢复`,
        action: null,
        cause: { title: '已恢复', asOf: null },
      },
  )
  return { top, bottom: notices.filter(({ feature }) => !placed.includes(feature)) }
}
