import { useQuery } from '@pinia/colada'
import type { Ref } from 'vue'
import type { LinkCandidates } from '#contract/link'
import type { LinkedSourceId } from '#contract/source'
import { call } from '../../api/call.ts'

/** The candidates that the user may link, and why. `q` filters by name. */
export function useLinkCandidates(
  externalUserId: string,
  source: LinkedSourceId,
  q: Ref<string>,
  isWanted = (): boolean => true,
) {
  return useQuery<LinkCandidates>({
    key: () => ['link-candidates', externalUserId, source, q.value],
    query: ({ signal }) =>
      call('GET /api/contacts/:externalUserId/link-candidates', {
        params: { externalUserId },
        query: q.value === '' ? { source } : { source, q: q.value },
        signal,
      }),
    enabled: isWanted,
    // The former list stays while the next one is loading, so that nothing jumps while typing.
    placeholderData: (former) => former,
  })
}
