import { useQueryCache } from '@pinia/colada'
import { ref } from 'vue'
import type { LinkedSourceId } from '#contract/source'
import { call } from '../../api/call.ts'
import { isReadOnly } from '../../session/is-read-only.ts'
import { useSubject, type Subject } from '../../subject/subject.ts'
import { featureOfSource } from '../../work/features.ts'
import { useReportChange } from '../../work/useReportChange.ts'

/**
 * Links and unlinks, while the client has this customer open. A failure leaves everything as it was, and is shown. `set`
 * answers whether it was done.
 */
export function useLinking(externalUserId: string) {
  const subject: Subject = { kind: 'contact', externalUserId }
  const report = useReportChange(subject)
  const { isOpen, recheck } = useSubject()
  const cache = useQueryCache()
  const busy = ref<string | null>(null)
  const error = ref<unknown>(null)

  async function set(source: LinkedSourceId, sourceId: string, isLinked: boolean): Promise<boolean> {
    if (isReadOnly || busy.value !== null) return false
    busy.value = sourceId
    error.value = null
    const method = isLinked ? 'PUT' : 'DELETE'
    try {
      if (!(await isOpen(subject))) {
        void recheck()
        return false
      }
      await call(`${method} /api/contacts/:externalUserId/links/:source/:sourceId`, {
        params: { externalUserId, source, sourceId },
      })
      await Promise.allSettled([
        cache.invalidateQueries({ key: ['link-candidates', externalUserId] }),
        cache.invalidateQueries({ key: ['card', `contact:${externalUserId}`] }),
      ])
      report([featureOfSource(source)])
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = null
    }
  }

  return { busy, error, set }
}
