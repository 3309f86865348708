import { useQuery } from '@pinia/colada'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { StatusFilter, WorkItem } from '#contract/work'
import { ProblemError } from '../api/problem-error.ts'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { readWork, workKey, type Listing } from './read-work.ts'

/** What follows a first page, and which one: another first page has another rest. */
interface Further {
  of: Listing | undefined
  items: WorkItem[]
  next: string | null
  pages: number
}

const isStale = (error: unknown): boolean => error instanceof ProblemError && error.code === 'bad_cursor'

/** One feature's rows of one subject: the first page as a shared query, further pages as they are wanted. */
export function useWorkList(subject: Subject, feature: Feature, status: StatusFilter = 'open') {
  let isForced = false
  const query = useQuery<Listing>({
    key: workKey(subject, feature, status),
    query: ({ signal }) => readWork(subject, feature, { status, signal, refresh: isForced }),
  })
  const further = shallowRef<Further | null>(null)
  const next = computed(() => (further.value ? further.value.next : (query.data.value?.next ?? null)))
  const items = computed<WorkItem[]>(() => {
    const first = query.data.value?.items ?? []
    const seen = new Set(first.map(({ id }) => id))
    return [...first, ...(further.value?.items ?? []).filter(({ id }) => !seen.has(id))]
  })

  const gone = new AbortController()
  onScopeDispose(() => gone.abort())

  const begun = (): Further => {
    const of = query.data.value
    return { of, items: [], next: of?.next ?? null, pages: 0 }
  }

  async function withNext({ of, items, next: cursor, pages }: Further): Promise<Further> {
    const page = await readWork(subject, feature, { status, cursor: cursor ?? '', signal: gone.signal })
    return { of, items: [...items, ...page.items], next: page.next, pages: pages + 1 }
  }

  /** Reads what follows another first page as far as it was read of the last one. Where that fails, the next reading tries again. */
  async function follow(): Promise<void> {
    const former = further.value
    if (!former || former.of === query.data.value) return
    let renewed = begun()
    while (renewed.next !== null && renewed.pages < former.pages) renewed = await withNext(renewed)
    if (further.value === former && renewed.of === query.data.value) further.value = renewed
  }

  const renew = (work: () => Promise<unknown>): Promise<void> =>
    work()
      .then(follow)
      .catch(() => undefined)

  /** @throws ProblemError; what has been loaded stays */
  async function loadMore(): Promise<void> {
    if (next.value === null) return
    const [former, first] = [further.value, query.data.value]
    try {
      const more = await withNext(former ?? begun())
      // Read anew meanwhile: this page belongs to the former rows.
      if (further.value === former && query.data.value === first) further.value = more
    } catch (error) {
      if (gone.signal.aborted) return
      if (!isStale(error)) throw error
      // Nobody knows the cursor any more: start over from what is true now.
      further.value = null
      await query.refetch()
    }
  }

  /** Asks the vendor itself again. */
  async function pull(): Promise<void> {
    isForced = true
    await renew(() => query.refetch().finally(() => (isForced = false)))
  }

  return {
    feature,
    data: query.data,
    error: query.error,
    isFirst: computed(() => query.status.value === 'pending'),
    items,
    hasMore: computed(() => next.value !== null),
    refresh: () => renew(() => query.refresh()),
    retry: () => renew(() => query.refetch()),
    loadMore,
    pull,
  }
}

export type WorkListReading = ReturnType<typeof useWorkList>

/** The next page of each. @throws where one of them could not be read on; the others' rows are there */
export async function loadMoreOf(lists: readonly WorkListReading[]): Promise<void> {
  const outcomes = await Promise.allSettled(lists.map((list) => list.loadMore()))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}
