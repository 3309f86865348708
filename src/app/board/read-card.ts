import type { ChatCard } from '#contract/chat'
import type { ContactCard } from '#contract/contact'
import { call } from '../api/call.ts'
import { keyOf } from '../subject/key-of.ts'
import type { Subject } from '../subject/subject.ts'

export type Card = ContactCard | ChatCard

export const cardKey = (subject: Subject): string[] => ['card', keyOf(subject)]

/** Asks the BFF who the subject is. */
export async function readCard(subject: Subject, signal?: AbortSignal): Promise<Card | null> {
  const ended = signal ? { signal } : {}
  if (subject.kind === 'me') return null
  if (subject.kind === 'chat') return call('GET /api/chats/:chatId', { params: { chatId: subject.chatId }, ...ended })
  const params = { externalUserId: subject.externalUserId }
  return call('GET /api/contacts/:externalUserId', { params, ...ended })
}
