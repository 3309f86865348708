import { useQuery } from '@pinia/colada'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { changesKey } from './read-work.ts'

/** For the board: the lists that a sheet reported last; another array for each report. */
export const useReportedChange = (subject: Subject) =>
  useQuery<readonly Feature[]>({ key: changesKey(subject), query: async () => [], enabled: false }).data
