import { useQueryCache } from '@pinia/colada'
import { onScopeDispose } from 'vue'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { changesKey, workKey } from './read-work.ts'

/**
 * For sheets: reports through the query cache which lists of this subject the user has changed. The board reads its own
 * lists again and moves their rows at once. When the sheet has been closed meanwhile, the cache reads them, and no row moves by itself.
 */
export function useReportChange(subject: Subject) {
  const cache = useQueryCache()
  let isClosed = false
  onScopeDispose(() => (isClosed = true))

  function outdate(feature: Feature, status: 'open' | 'done', isReadNow: boolean): void {
    // A list that could not be read shows it itself.
    cache.invalidateQueries({ key: workKey(subject, feature, status) }, isReadNow).catch(() => undefined)
  }

  return (features: readonly Feature[]): void => {
    for (const feature of features) {
      outdate(feature, 'open', isClosed)
      outdate(feature, 'done', true)
    }
    if (!isClosed) cache.setQueryData(changesKey(subject), [...features])
  }
}
