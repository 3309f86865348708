import type { SourceStatus } from '#contract/admin-status'
import type { z } from 'zod'
import { toChinaIso } from '../../china-time.ts'
import type { MirrorProgress } from '../../mirror/progress.ts'
import { judgeMirror } from '../doctor/store-checks.ts'
import type { Plot } from './call-hours.ts'

type Status = z.input<typeof SourceStatus>

export interface Facts {
  id: Status['id']
  name: string
  isConfigured: boolean
  /** Those of this source, by what people call their rows; the first one is what it is about. */
  mirrors: readonly { what: string; progress: MirrorProgress }[]
  /** What is kept, where the mirror's own figure does not say it. */
  count: number | null
  secondsShut: number
  calls: Plot
  now: number
}

const minuteMs = 60_000
/** Before the end: how much there is may have been told wrong. */
const mostPercent = 99

function stateOf({ isConfigured, mirrors, secondsShut }: Facts): Status['state'] {
  const all = mirrors.map(({ progress }) => progress)
  if (!isConfigured) return 'unconfigured'
  if (secondsShut > 0 || all.some(({ phase }) => phase === 'failing')) return 'failing'
  if (all.some(({ phase }) => phase === 'first_sync')) return 'first_sync'
  return all.some(({ isLate }) => isLate) ? 'stale' : 'ok'
}

function saysOf(facts: Facts, state: Status['state']): string {
  if (state === 'unconfigured') return '没有接入'
  if (facts.secondsShut > 0) return `接连失败，${Math.ceil(facts.secondsShut)} 秒后再试`
  const judged = facts.mirrors.map(({ progress, what }) => judgeMirror(progress, what, facts.now))
  if (judged.length === 0) return '正常，需要时现查'
  const worst = (['fail', 'warn', 'ok'] as const).find((each) => judged.some((one) => one.state === each))
  const some = judged.filter((one) => one.state === worst)
  return some.map(({ says }) => says).join('；')
}

/** Rows are incomplete, whether the first reading goes on or has just failed. */
const isFirst = ({ phase, completedAt }: MirrorProgress): boolean =>
  phase === 'first_sync' || (phase === 'failing' && completedAt === null)

/** The first reading, until it has reached its end. One that has failed, or is held back, promises nothing. */
function syncOf({ mirrors, secondsShut, now }: Facts): Status['sync'] {
  const first = mirrors.find(({ progress }) => isFirst(progress))
  if (!first) return null
  const { rows: done, pace, phase, startedAt } = first.progress
  if (startedAt === null) return null
  const minutes = Math.max(now - startedAt, 1000) / minuteMs
  const { reach, msLeft = null } = pace ?? {}
  const isTold = msLeft !== null && phase === 'first_sync' && secondsShut === 0
  return {
    what: first.what,
    done,
    total: reach?.unit === 'rows' ? reach.total : null,
    percent: reach ? Math.min(mostPercent, Math.floor((reach.done / reach.total) * 100)) : null,
    perMinute: Math.round(done / minutes),
    secondsLeft: isTold ? Math.ceil(msLeft / 1000) : null,
  }
}

/** One system in a few figures and a sentence. */
export function toSourceStatus(facts: Facts): Status {
  const { id, name, isConfigured, mirrors, count, secondsShut, calls, now } = facts
  const state = stateOf(facts)
  const [main] = mirrors
  const lastPassAt = main?.progress.completedAt ?? null
  return {
    id,
    name,
    configured: isConfigured,
    state,
    says: saysOf(facts, state),
    rows: main && isConfigured ? { count: count ?? main.progress.rows, what: main.what } : null,
    sync: syncOf(facts),
    lastPassAt: lastPassAt === null ? null : toChinaIso(lastPassAt),
    retryAt: secondsShut > 0 ? toChinaIso(now + secondsShut * 1000) : null,
    calls,
  }
}
