import { useQuery, useQueryCache } from '@pinia/colada'
import { ref, type Ref } from 'vue'
import type { LinkCandidates } from '#contract/link'
import type { LinkedSourceId } from '#contract/source'
import { call } from '../../api/call.ts'
import { useSubject, type Subject } from '../../subject/subject.ts'
import { featureOfSource } from '../../work/features.ts'
import { useReportChange } from '../../work/useReportChange.ts'

/** The candidates that the user may link, and why. `q` filters by name. */
export function useLinkCandidates(externalUserId: string, source: LinkedSourceId, q: Ref<string>) {
  return useQuery<LinkCandidates>({
    key: () => ['link-candidates', externalUserId, source, q.value],
    query: ({ signal }) =>
      call('GET /api/contacts/:externalUserId/link-candidates', {
        params: { externalUserId },
        query: q.value === '' ? { source } : { source, q: q.value },
        signal,
      }),
    // The former list stays while the next one is loading, so that nothing jumps while typing.
    placeholderData: (former) => former,
  })
}

/** Links and unlinks, while the client has this customer open. A failure leaves everything as it was, and is shown. */
export function useLinking(externalUserId: string) {
  const subject: Subject = { kind: 'contact', externalUserId }
  const report = useReportChange(subject)
  const { isOpen, recheck } = useSubject()
  const cache = useQueryCache()
  const busy = ref<string | null>(null)
  const error = ref<unknown>(null)

  async function set(source: LinkedSourceId, sourceId: string, isLinked: boolean): Promise<void> {
    if (busy.value !== null) return
    busy.value = sourceId
    error.value = null
    const method = isLinked ? 'PUT' : 'DELETE'
    try {
      if (!(await isOpen(subject))) return void recheck()
      await call(`${method} /api/contacts/:externalUserId/links/:source/:sourceId`, {
        params: { externalUserId, source, sourceId },
      })
      await Promise.allSettled([
        cache.invalidateQueries({ key: ['link-candidates', externalUserId] }),
        cache.invalidateQueries({ key: ['card', `contact:${externalUserId}`] }),
      ])
      report([featureOfSource(source)])
    } catch (failure) {
      error.value = failure
    } finally {
      busy.value = null
    }
  }

  return { busy, error, set }
}
