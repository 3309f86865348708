import { useQuery } from '@pinia/colada'
import { computed, ref } from 'vue'
import { callAdmin } from '../api/call-admin.ts'

/** The state of sources, coverage and findings. `recheck` has the BFF examine it again, `askAgain` takes what it has. */
export function useStatus() {
  let isAnew = false
  const isRechecking = ref(false)
  const { data, error, isPending, refetch } = useQuery({
    key: ['admin', 'status'],
    query: ({ signal }) => callAdmin('GET /api/admin/status', { signal, refresh: isAnew }),
  })
  const isLoading = computed(() => isRechecking.value || isPending.value)
  const troubles = computed(() =>
    (data.value?.findings ?? []).filter(({ state }) => state === 'fail' || state === 'warn'),
  )
  const askAgain = async (): Promise<void> => void (await refetch())

  async function recheck(): Promise<void> {
    isAnew = isRechecking.value = true
    await refetch().finally(() => (isAnew = isRechecking.value = false))
  }

  return { data, error, isLoading, troubles, recheck, askAgain }
}
