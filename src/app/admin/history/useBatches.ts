import { useQueryCache } from '@pinia/colada'
import { shallowRef } from 'vue'
import type { Batch } from '#contract/admin-mapping'
import { useToast } from '../../ui/toast.ts'
import { callAdmin } from '../api/call-admin.ts'
import { usePages } from '../api/usePages.ts'
import { ofUndoing, WriteFailure } from '../api/write-failure.ts'

/** What was written, newest first, and the taking back of it. */
export function useBatches() {
  const cache = useQueryCache()
  const toasts = useToast()
  const list = usePages(
    () => null,
    ({ cursor, signal }) =>
      callAdmin('GET /api/admin/batches', {
        query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) },
        signal,
      }),
  )
  const isUndoing = shallowRef(false)
  const failure = shallowRef<unknown>(null)

  async function undo({ id }: Batch): Promise<void> {
    if (isUndoing.value) return
    isUndoing.value = true
    failure.value = null
    try {
      const { undone, kept } = await callAdmin('POST /api/admin/batches/:id/undo', { params: { id } })
      toasts.say({ words: kept > 0 ? `撤销了 ${undone} 行，${kept} 行后来改过，没动` : `撤销了 ${undone} 行` })
      void cache.invalidateQueries({ key: ['admin'] })
      await list.reload()
    } catch (error) {
      failure.value = ofUndoing(error)
      if (failure.value instanceof WriteFailure) await list.reload()
    } finally {
      isUndoing.value = false
    }
  }

  return { ...list, isUndoing, failure, undo }
}
