import { useQuery } from '@pinia/colada'
import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Order, OrderList, OrderQuery } from '#contract/order'
import { call } from '../../api/call.ts'
import { ProblemError } from '../../api/problem-error.ts'

interface Asked {
  externalUserId: string
  status: OrderQuery['status']
  /** A number, goods or a tracking number; empty for all. */
  q: Ref<string>
  isWanted?: () => boolean
}

interface Further {
  orders: Order[]
  next: string | null
}

const isStale = (error: unknown): boolean => error instanceof ProblemError && error.code === 'bad_cursor'

/** A customer's orders, newest first: the first page as a shared query, older pages on demand. */
export function useOrders({ externalUserId, status, q, isWanted = () => true }: Asked) {
  let refresh = false
  const read = (more: { cursor?: string; signal: AbortSignal; refresh?: boolean }): Promise<OrderList> => {
    const { cursor, ...way } = more
    const query = { status, ...(q.value === '' ? {} : { q: q.value }), ...(cursor === undefined ? {} : { cursor }) }
    return call('GET /api/contacts/:externalUserId/orders', { params: { externalUserId }, query, ...way })
  }
  const query = useQuery<OrderList>({
    key: () => ['orders', externalUserId, status, q.value],
    query: ({ signal }) => read({ signal, refresh }),
    enabled: isWanted,
    placeholderData: (former) => former,
  })
  const further = shallowRef<Further | null>(null)
  const gone = new AbortController()
  onScopeDispose(() => gone.abort())
  watch([query.data, q], () => (further.value = null))

  const next = computed(() => (further.value ?? query.data.value)?.next ?? null)
  const orders = computed(() => {
    const all = [...(query.data.value?.orders ?? []), ...(further.value?.orders ?? [])]
    return [...new Map(all.map((order) => [order.id, order])).values()]
  })

  /** @throws ProblemError; what has been loaded stays */
  async function loadMore(): Promise<void> {
    const [of, former, cursor] = [query.data.value, further.value, next.value]
    if (cursor === null) return
    try {
      const page = await read({ cursor, signal: gone.signal })
      // Unless the first page was read again meanwhile: then this one belongs to the former orders.
      if (query.data.value === of)
        further.value = { orders: [...(former?.orders ?? []), ...page.orders], next: page.next }
    } catch (error) {
      if (gone.signal.aborted) return
      if (!isStale(error)) throw error
      await query.refetch()
    }
  }

  /** Asks the order system again, past the caches. */
  async function pull(): Promise<void> {
    refresh = true
    await query.refetch().finally(() => (refresh = false))
  }

  return {
    data: query.data,
    error: query.error,
    status: query.status,
    orders,
    next,
    loadMore,
    again: query.refetch,
    pull,
  }
}
