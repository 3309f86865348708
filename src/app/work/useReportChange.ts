import { useQueryCache } from '@pinia/colada'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { changesKey, workKey } from './read-work.ts'

/** For sheets: reports through the query cache which lists of this subject the user has changed. */
export function useReportChange(subject: Subject) {
  const cache = useQueryCache()
  return (features: readonly Feature[]): void => {
    for (const feature of features) {
      void cache.invalidateQueries({ key: workKey(subject, feature, 'open') }, false)
      // The board does not read this one. Where it is on screen and fails, it shows that itself.
      cache.invalidateQueries({ key: workKey(subject, feature, 'done') }).catch(() => undefined)
    }
    cache.setQueryData(changesKey(subject), [...features])
  }
}
