import { useQueryCache } from '@pinia/colada'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { changesKey, listsKey } from './read-work.ts'

/** For sheets: reports through the query cache which lists of this subject the user has changed. */
export function useReportChange(subject: Subject) {
  const cache = useQueryCache()
  return (features: readonly Feature[]): void => {
    for (const feature of features) void cache.invalidateQueries({ key: listsKey(subject, feature) }, false)
    cache.setQueryData(changesKey(subject), [...features])
  }
}
