import { AppError, UpstreamError, type Reason } from '../errors.ts'
import { isGrown } from '../mirror/growth.ts'
import { isIncomplete } from '../mirror/versions.ts'
import type { MirrorState } from '../store/mirror-stores.ts'
import type { SourceId } from '#contract/source'

const reasons: readonly string[] = [
  'unreachable',
  'timeout',
  'refused',
  'expired',
  'rate_limited',
  'not_found',
  'unreadable',
] satisfies Reason[]

const isReason = (text: string): text is Reason => reasons.includes(text)

/** The mirror's last failure; null after a success. */
function lastFailure(source: SourceId, { lastError }: MirrorState): Error | null {
  if (lastError === null) return null
  return isReason(lastError)
    ? new UpstreamError({ source, operation: 'mirror', reason: lastError })
    : new AppError('internal', { source })
}

/**
 * Why mirrored rows could not be fresher. `version`: of the mapper that reads them.
 * @throws the failure where no page was ever kept: then there are no last known rows
 */
export function mirrorProblem(source: SourceId, state: MirrorState, version: number): Error | null {
  const failure = lastFailure(source, state)
  if (failure && state.completedAt === null && state.checkpoint === null) throw failure
  const isPart = isGrown(state.checkpoint) ? new AppError('rows_cut', { source }) : null
  return failure ?? (isIncomplete(state, version) ? new AppError('first_sync', { source }) : isPart)
}
