import { useQuery } from '@pinia/colada'
import type { Subject } from '../subject/subject.ts'
import { cardKey, readCard, type Card } from './read-card.ts'

/** The card of the subject, from WeCom. */
export function useCard(subject: Subject) {
  let isForced = false
  const query = useQuery<Card | null>({
    key: cardKey(subject),
    query: ({ signal }) => readCard(subject, { signal, refresh: isForced }),
    enabled: subject.kind !== 'me',
  })

  /** Asks WeCom again, past the caches. */
  function pull(): Promise<unknown> {
    isForced = true
    return query.refetch().finally(() => (isForced = false))
  }

  return { data: query.data, error: query.error, refresh: query.refresh, again: query.refetch, pull }
}
