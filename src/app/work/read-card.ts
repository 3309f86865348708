import type { ChatCard } from '#contract/chat'
import type { ContactCard } from '#contract/contact'
import { call } from '../api/call.ts'
import { keyOf } from '../subject/key-of.ts'
import type { Subject } from '../subject/subject.ts'
import { together } from './together.ts'

export type Card = ContactCard | ChatCard

interface Options {
  signal?: AbortSignal
  refresh?: boolean
}

export const cardKey = (subject: Subject): string[] => ['card', keyOf(subject)]

async function readAlone(subject: Subject, options: Options): Promise<Card | null> {
  if (subject.kind === 'me') return null
  if (subject.kind === 'chat') return call('GET /api/chats/:chatId', { params: { chatId: subject.chatId }, ...options })
  const params = { externalUserId: subject.externalUserId }
  return call('GET /api/contacts/:externalUserId', { params, ...options })
}

/** Asks the BFF who the subject is, together with the board's other parts. */
export const readCard = (subject: Subject, options: Options = {}): Promise<Card | null> =>
  together(subject, 'card', () => readAlone(subject, options), options)
