import { useQuery } from '@pinia/colada'
import type { Subject } from '../subject/subject.ts'
import { cardKey, readCard, type Card } from './read-card.ts'

/** The card of the subject, from WeCom. */
export function useCard(subject: Subject) {
  return useQuery<Card | null>({
    key: cardKey(subject),
    query: ({ signal }) => readCard(subject, signal),
    enabled: subject.kind !== 'me',
  })
}
