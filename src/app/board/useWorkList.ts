import { useQuery } from '@pinia/colada'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { StatusFilter, WorkItem } from '#contract/work'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { readWork, workKey, type Listing } from './read-work.ts'

/** One feature's rows of one subject: the first page as a shared query, further pages as they are wanted. */
export function useWorkList(subject: Subject, feature: Feature, status: StatusFilter = 'open') {
  let isForced = false
  const query = useQuery<Listing>({
    key: workKey(subject, feature, status),
    query: ({ signal }) => readWork(subject, feature, { status, signal, refresh: isForced }),
  })
  const further = shallowRef<{ items: WorkItem[]; next: string | null } | null>(null)
  const next = computed(() => (further.value ? further.value.next : (query.data.value?.next ?? null)))
  const items = computed<WorkItem[]>(() => {
    const first = query.data.value?.items ?? []
    const seen = new Set(first.map(({ id }) => id))
    return [...first, ...(further.value?.items ?? []).filter(({ id }) => !seen.has(id))]
  })

  const gone = new AbortController()
  onScopeDispose(() => gone.abort())

  async function loadMore(): Promise<void> {
    const cursor = next.value
    if (cursor === null) return
    try {
      const page = await readWork(subject, feature, { status, cursor, signal: gone.signal })
      // The list was begun anew meanwhile: this page belongs to the former one.
      if (next.value !== cursor) return
      further.value = { items: [...(further.value?.items ?? []), ...page.items], next: page.next }
    } catch {
      if (gone.signal.aborted) return
      // The list has changed behind the cursor: start over from what is true now.
      further.value = null
      await query.refetch()
    }
  }

  /** Asks the vendor itself again. */
  async function pull(): Promise<void> {
    isForced = true
    await query.refetch().finally(() => (isForced = false))
    further.value = null
  }

  return {
    feature,
    data: query.data,
    error: query.error,
    isFirst: computed(() => query.status.value === 'pending'),
    items,
    hasMore: computed(() => next.value !== null),
    refresh: () => query.refresh(),
    retry: () => query.refetch(),
    loadMore,
    pull,
  }
}

export type WorkListReading = ReturnType<typeof useWorkList>
