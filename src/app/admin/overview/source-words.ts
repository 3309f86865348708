import type { SourceStatus } from '#contract/admin-status'
import { asOfTime } from '../../ui/china-time.ts'

const minuteMs = 60_000

/** `刚刚`, `4 分钟前`, `09:02` */
function ago(iso: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(iso)) / minuteMs)
  if (minutes < 1) return '刚刚'
  return minutes < 60 ? `${minutes} 分钟前` : asOfTime(iso, now)
}

function whenAgain(retryAt: string, now: number): string {
  const minutes = Math.ceil((Date.parse(retryAt) - now) / minuteMs)
  return minutes > 1 ? `${minutes} 分钟后再试` : '马上再试'
}

const synced = ({ sync }: SourceStatus): string =>
  typeof sync?.percent === 'number' ? `首次同步 ${sync.percent}%` : '首次同步'

/** `18 分钟`, `3 小时` */
function lengthOf(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return minutes < 120 ? `${minutes} 分钟` : `${Math.round(minutes / 60)} 小时`
}

/** How a first reading goes on: `每分钟 3,400 条，还要约 18 分钟`, after the rows' name where the card counts others. Null without such a reading. */
export function paceWords({ state, sync, rows }: SourceStatus): string | null {
  if (state !== 'first_sync' || !sync) return null
  const { perMinute, secondsLeft } = sync
  const pace = perMinute > 0 ? [`每分钟 ${perMinute.toLocaleString('zh-CN')} 条`] : []
  const left = secondsLeft === null ? [] : [`还要约 ${lengthOf(secondsLeft)}`]
  const words = [...pace, ...left].join('，')
  if (words === '') return null
  return sync.what === rows?.what ? words : `${sync.what}：${words}`
}

/** The few words in a card's corner. */
export function stateWords(source: SourceStatus, now: number): string {
  const { state, retryAt, lastPassAt } = source
  if (retryAt) return `先停一下，${whenAgain(retryAt, now)}`
  if (state === 'unconfigured') return '没有配置'
  if (state === 'first_sync') return synced(source)
  if (state === 'failing') return '没有回话'
  const when = lastPassAt ? ` · ${ago(lastPassAt, now)}` : ''
  return state === 'stale' ? `不是最新${when}` : `正常${when}`
}
