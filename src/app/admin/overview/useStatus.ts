import { useQuery } from '@pinia/colada'
import { computed, ref } from 'vue'
import { callAdmin } from '../api/call-admin.ts'

/** How everything is: sources, coverage, findings. `recheck` has it examined anew, `askAgain` asks without a word. */
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
