import { useQuery } from '@pinia/colada'
import { computed, ref } from 'vue'
import { sectionCounts } from '../agenda/counts.ts'
import { useAgenda } from '../agenda/useAgenda.ts'
import { noticeOf } from '../board/source-notices.ts'
import { serverNow } from '../ui/server-time.ts'
import { useNow } from '../ui/useNow.ts'
import { friendKey, readFriend } from './read-friend.ts'

/** What the user has to do for one friend, in the order of any board. */
export function useFriendTodos(friendId: string) {
  let isForced = false
  const now = useNow()
  const isBusy = ref(false)
  const query = useQuery({
    key: friendKey(friendId),
    query: ({ signal }) => readFriend(friendId, { signal, refresh: isForced }),
  })
  const items = computed(() => query.data.value?.items ?? [])
  const hasMore = computed(() => (query.data.value?.next ?? null) !== null)
  const { sections, apply } = useAgenda({
    items,
    isGathering: computed(() => query.status.value === 'pending'),
    clock: serverNow,
  })
  const counts = computed(() => {
    const overdue = query.data.value?.counts.overdue ?? 0
    return sectionCounts([{ items: items.value, hasMore: hasMore.value, overdue }], now.value)
  })
  const notices = computed(() => {
    const reading = { feature: 'todos' as const, data: query.data.value, error: query.error.value, now: now.value }
    return noticeOf(reading) ?? []
  })

  /** Asks the vendor again, past the caches. */
  async function refresh(): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    isForced = true
    await query.refetch().catch(() => undefined)
    isForced = false
    isBusy.value = false
    apply()
  }

  return { data: query.data, error: query.error, now, items, sections, counts, hasMore, notices, isBusy, refresh }
}
