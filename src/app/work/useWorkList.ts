import { useQuery } from '@pinia/colada'
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { StatusFilter, WorkItem } from '#contract/work'
import { ProblemError } from '../api/problem-error.ts'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { everything, findKey, readWork, workKey, type Find, type Listing } from './read-work.ts'

/** The pages that follow a first page, and that first page: another one has other pages after it. */
interface Further {
  of: Listing | undefined
  items: WorkItem[]
  next: string | null
  pages: number
}

const isStale = (error: unknown): boolean => error instanceof ProblemError && error.code === 'bad_cursor'

/** One feature's rows of one subject: the first page as a shared query, further pages on demand. */
export function useWorkList(
  subject: Subject,
  feature: Feature,
  status: StatusFilter = 'open',
  find: Ref<Find> = shallowRef(everything),
) {
  let way: { refresh?: boolean; isAlone?: boolean } = {}
  const query = useQuery<Listing>({
    key: () => [...workKey(subject, feature, status), ...findKey(find.value)],
    query: ({ signal }) => readWork(subject, feature, { status, find: find.value, signal, ...way }),
    // While other rows are looked for, those of before stay.
    placeholderData: (former) => former,
  })
  const further = shallowRef<Further | null>(null)
  const next = computed(() => (further.value ? further.value.next : (query.data.value?.next ?? null)))
  const items = computed<WorkItem[]>(() => {
    const all = [...(query.data.value?.items ?? []), ...(further.value?.items ?? [])]
    return [...new Map(all.map((item) => [item.id, item])).values()]
  })

  watch(find, () => (further.value = null), { flush: 'sync' })
  const gone = new AbortController()
  onScopeDispose(() => gone.abort())

  const begun = (): Further => {
    const of = query.data.value
    return { of, items: [], next: of?.next ?? null, pages: 0 }
  }

  async function withNext({ of, items, next: cursor, pages }: Further): Promise<Further> {
    const page = await readWork(subject, feature, {
      status,
      find: find.value,
      cursor: cursor ?? '',
      signal: gone.signal,
    })
    return { of, items: [...items, ...page.items], next: page.next, pages: pages + 1 }
  }

  /** After another first page, reads as many further pages as before. Where that fails, the next reading tries again. */
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
      // Unless it was read again meanwhile: then this page belongs to the former rows.
      if (further.value === former && query.data.value === first) further.value = more
    } catch (error) {
      if (gone.signal.aborted) return
      if (!isStale(error)) throw error
      // The cursor is no longer valid: start over.
      further.value = null
      await query.refetch()
    }
  }

  async function refetch(by: typeof way): Promise<void> {
    way = by
    await renew(() => query.refetch().finally(() => (way = {})))
  }

  return {
    feature,
    data: query.data,
    error: query.error,
    isFirst: computed(() => query.status.value === 'pending'),
    items,
    hasMore: computed(() => next.value !== null),
    refresh: () => renew(() => query.refresh()),
    again: () => refetch({}),
    /** This list alone, for a button beside it. */
    retry: () => refetch({ isAlone: true }),
    /** Asks the vendor again, past the caches. */
    pull: () => refetch({ refresh: true }),
    loadMore,
  }
}

export type WorkListReading = ReturnType<typeof useWorkList>

/** The next page of each. @throws where one of them failed; the others' rows are loaded */
export async function loadMoreOf(lists: readonly WorkListReading[]): Promise<void> {
  const outcomes = await Promise.allSettled(lists.map((list) => list.loadMore()))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
}
