import { computed, onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

interface Page {
  items: unknown[]
  next: string | null
}

type Ask = { cursor?: string; signal: AbortSignal }

/**
 * A list that comes in pages: the first one at once and whenever `key` changes, the others on demand. Rows stay until
 * those of the new key have come; an answer to a former key is dropped.
 */
export function usePages<P extends Page>(key: () => unknown, read: (ask: Ask) => Promise<P>) {
  const first: ShallowRef<P | null> = shallowRef(null)
  const items: ShallowRef<P['items'][number][]> = shallowRef([])
  const next = shallowRef<string | null>(null)
  const error = shallowRef<unknown>(null)
  const isLoading = shallowRef(false)
  let asked = new AbortController()
  /** The page that was asked for last: a retry asks for it again. */
  let lastCursor: string | undefined

  function take(page: P, isFirst: boolean): void {
    items.value = isFirst ? page.items : [...items.value, ...page.items]
    if (isFirst) first.value = page
    next.value = page.next
  }

  async function load(cursor?: string): Promise<void> {
    if (cursor === undefined) asked.abort()
    const { signal } = cursor === undefined ? (asked = new AbortController()) : asked
    lastCursor = cursor
    isLoading.value = true
    error.value = null
    try {
      const page = await read({ signal, ...(cursor === undefined ? {} : { cursor }) })
      if (!signal.aborted) take(page, cursor === undefined)
    } catch (failure) {
      if (!signal.aborted) error.value = failure
    } finally {
      if (!signal.aborted) isLoading.value = false
    }
  }

  const more = async (): Promise<void> => {
    if (next.value !== null && !isLoading.value && error.value === null) await load(next.value)
  }
  const retry = (): Promise<void> => load(lastCursor)

  watch(key, () => void load(), { immediate: true })
  onScopeDispose(() => asked.abort())
  return {
    first,
    items,
    error,
    isLoading,
    hasMore: computed(() => next.value !== null),
    more,
    retry,
    reload: () => load(),
  }
}
