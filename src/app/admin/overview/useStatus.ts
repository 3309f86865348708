import { useQuery } from '@pinia/colada'
import { computed } from 'vue'
import { callAdmin } from '../api/call-admin.ts'

/** How everything is: sources, coverage, findings. `recheck` has it examined anew. */
export function useStatus() {
  let refresh = false
  const { data, error, isLoading, refetch } = useQuery({
    key: ['admin', 'status'],
    query: ({ signal }) => callAdmin('GET /api/admin/status', { signal, refresh }),
  })
  const troubles = computed(() =>
    (data.value?.findings ?? []).filter(({ state }) => state === 'fail' || state === 'warn'),
  )

  async function recheck(): Promise<void> {
    refresh = true
    await refetch().finally(() => (refresh = false))
  }

  return { data, error, isLoading, troubles, recheck }
}
