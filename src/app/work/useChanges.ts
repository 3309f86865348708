import { useQuery, useQueryCache } from '@pinia/colada'
import { keyOf } from '../subject/key-of.ts'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'

/** The lists that the user has changed last; another array for each change. */
type Changed = readonly Feature[]

const changesKey = (subject: Subject): string[] => ['changed', keyOf(subject)]

/** For sheets: reports through the query cache which lists of this subject the user has changed. */
export function useReportChange(subject: Subject) {
  const cache = useQueryCache()
  return (features: Changed): void => {
    for (const feature of features) void cache.invalidateQueries({ key: ['work', keyOf(subject), feature] }, false)
    cache.setQueryData<Changed>(changesKey(subject), [...features])
  }
}

/** For the board that shows these lists: what was reported last. */
export function useReportedChange(subject: Subject) {
  return useQuery<Changed>({ key: changesKey(subject), query: async () => [], enabled: false }).data
}
