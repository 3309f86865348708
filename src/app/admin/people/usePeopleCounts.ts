import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { callAdmin } from '../api/call-admin.ts'

export const peopleCountsKey = ['admin', 'people-counts']

/** How many people there are of each state, and when they were read; null until it is known. */
export function usePeopleCounts() {
  const { data } = useQuery({
    key: peopleCountsKey,
    query: ({ signal }) => callAdmin('GET /api/admin/people', { query: { limit: 1 }, signal }),
  })
  return computed(() => (data.value ? { ...data.value.counts, readAt: data.value.readAt } : null))
}
