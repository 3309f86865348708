import type { Emptiness } from '../agenda/empty-board.ts'
import { ProblemError } from '../api/problem-error.ts'
import { isReadOnly } from '../session/is-read-only.ts'
import { isKeptFrom, noticeOf, type SourceNotice, type Reading } from './source-notices.ts'

export type EmptyState = { kind: 'loading' } | { kind: 'failed'; error: unknown } | Emptiness

/** One screen for all failures: it names a system only when that one caused them all. */
function ofAll(failed: readonly Reading[]): unknown {
  const errors = failed.map(({ error }) => error)
  const [first] = errors
  if (!(first instanceof ProblemError)) return first
  const isOne = errors.every((error) => error instanceof ProblemError && error.source === first.source)
  if (isOne) return first
  return new ProblemError(first.code, { requestId: first.requestId })
}

/** Why there is no row at all: each reason has its own screen and next step. */
export function emptyState(all: readonly Reading[]): EmptyState {
  const readings = all.filter((reading) => !isKeptFrom(reading))
  if (readings.some(({ data, error }) => !data && !error)) return { kind: 'loading' }
  const failed = readings.filter(({ data, error }) => error && !data)
  if (failed.length > 0 && failed.length === readings.length) return { kind: 'failed', error: ofAll(failed) }
  const apart = readings.filter(({ data }) => data?.state === 'disconnected')
  const connecting = apart.length === readings.length ? apart[0] && noticeOf(apart[0]) : null
  if (connecting?.action?.kind === 'connect') {
    return { kind: 'disconnected', label: connecting.action.label, text: connecting.text }
  }
  const sources = readings.flatMap((reading) => {
    const action = noticeOf(reading)?.action
    return action?.kind === 'link' ? action.source : []
  })
  if (sources.length > 0) return { kind: 'unlinked', sources }
  // Here nobody can link them: what cannot be seen may hold more.
  if (isReadOnly) apart.push(...readings.filter(({ data }) => data?.state === 'unlinked'))
  return {
    kind: 'empty',
    missing: [...failed, ...apart].map(({ feature }) => feature),
    leftOut: readings.reduce((sum, { data }) => sum + (data?.leftOut ?? 0), 0),
  }
}

/** The notices without those that the screen below repeats. */
export function unsaid(notices: readonly SourceNotice[], state: EmptyState | null): SourceNotice[] {
  if (state?.kind === 'failed' || state?.kind === 'disconnected') return []
  return notices.filter(({ action }) => !(state?.kind === 'unlinked' && action?.kind === 'link'))
}
