import { useQuery } from '@pinia/colada'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { callAdmin } from '../api/call-admin.ts'

/** How often a bar moves. */
const pollMs = 10_000

/** How everything is: sources, coverage, findings. `recheck` has it examined anew. Asked again while a first reading goes on. */
export function useStatus() {
  let isAnew = false
  const isRechecking = ref(false)
  const {
    data,
    error,
    isLoading: isAsking,
    refetch,
  } = useQuery({
    key: ['admin', 'status'],
    query: ({ signal }) => callAdmin('GET /api/admin/status', { signal, refresh: isAnew }),
  })
  const isLoading = computed(() => isRechecking.value || (isAsking.value && !data.value))
  const troubles = computed(() =>
    (data.value?.findings ?? []).filter(({ state }) => state === 'fail' || state === 'warn'),
  )

  async function recheck(): Promise<void> {
    isAnew = isRechecking.value = true
    await refetch().finally(() => (isAnew = isRechecking.value = false))
  }

  let poll: ReturnType<typeof setTimeout> | undefined
  watch(
    data,
    (status) => {
      clearTimeout(poll)
      if (status?.sources.some(({ state }) => state === 'first_sync')) poll = setTimeout(() => void refetch(), pollMs)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(poll))

  return { data, error, isLoading, troubles, recheck }
}
