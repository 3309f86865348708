import type { SourceId } from '#contract/source'
import { AppError } from '../errors.ts'

/** The source. @throws source_unconfigured where there is none */
export function configured<Source>(id: SourceId, source: Source | null): Source {
  if (source === null) throw new AppError('source_unconfigured', { source: id })
  return source
}
