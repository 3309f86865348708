import type { SourceStatus } from '#contract/admin'
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

function synced({ sync }: SourceStatus): string {
  if (!sync?.total) return '首次同步'
  return `首次同步 ${Math.min(100, Math.round((sync.done / sync.total) * 100))}%`
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
