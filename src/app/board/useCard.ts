import { useQuery } from '@pinia/colada'
import type { ChatCard } from '#contract/chat'
import type { ContactCard } from '#contract/contact'
import { call } from '../api.ts'
import { keyOf, type Subject } from '../subject/subject.ts'

type Card = ContactCard | ChatCard

async function readCard(subject: Subject, signal: AbortSignal): Promise<Card | null> {
  if (subject.kind === 'me') return null
  if (subject.kind === 'chat') return call('GET /api/chats/:chatId', { params: { chatId: subject.chatId }, signal })
  const params = { externalUserId: subject.externalUserId }
  return call('GET /api/contacts/:externalUserId', { params, signal })
}

/** Who the subject is, as WeCom tells it. */
export function useCard(subject: Subject) {
  return useQuery<Card | null>({
    key: ['card', keyOf(subject)],
    query: ({ signal }) => readCard(subject, signal),
    enabled: subject.kind !== 'me',
  })
}
