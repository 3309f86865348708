import type { ListQuery, OrderTaskList, StatusFilter, WorkList } from '#contract/work'
import { call } from '../api/call.ts'
import { keyOf } from '../subject/key-of.ts'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { together } from './together.ts'

/** The rows of one feature; order tasks bring who the customer is in the order system, and what they have ordered. */
export type Listing = WorkList & Partial<Pick<OrderTaskList, 'match'>> & { summary?: unknown }

/** What the user looks for among the rows of a list. */
export interface Find {
  q: string
  /** Only rows that are addressed to the user. */
  isMine: boolean
}

export const everything: Find = { q: '', isMine: false }
export const isEverything = ({ q, isMine }: Find): boolean => q === '' && !isMine

interface Options {
  status?: ListQuery['status']
  find?: Find
  cursor?: string
  signal?: AbortSignal
  refresh?: boolean
  /** By its own call, whatever else is asked for. */
  isAlone?: boolean
}

/** The key of a feature's lists, whatever their status. */
export const listsKey = (subject: Subject, feature: Feature): string[] => ['work', keyOf(subject), feature]

export const workKey = (subject: Subject, feature: Feature, status: StatusFilter): string[] => [
  ...listsKey(subject, feature),
  status,
]

/** The part of a list that is looked for; of everything it is the list itself, which the first requests have asked for. */
export const findKey = (find: Find): string[] => (isEverything(find) ? [] : [find.isMine ? 'mine' : '', find.q])

/** The key under which sheets report what they have changed. */
export const changesKey = (subject: Subject): string[] => ['changed', keyOf(subject)]

/** Asks the BFF for one feature's rows of one subject; their first page together with the board's other parts. */
export function readWork(subject: Subject, feature: Feature, options: Options = {}): Promise<Listing> {
  const { status = 'open', cursor, find = everything, isAlone = false, ...rest } = options
  const alone = () =>
    readAlone(subject, feature, { status, find, ...(cursor === undefined ? {} : { cursor }), ...rest })
  const isFirstBoard = !isAlone && status === 'open' && cursor === undefined && isEverything(find)
  return isFirstBoard ? together(subject, feature, alone, rest) : alone()
}

async function readAlone(subject: Subject, feature: Feature, options: Options): Promise<Listing> {
  const { status = 'open', cursor, find = everything, signal, refresh } = options
  const rest = { ...(signal ? { signal } : {}), ...(refresh ? { refresh } : {}) }
  const query = {
    status,
    ...(find.q === '' ? {} : { q: find.q }),
    ...(find.isMine ? { mine: '1' as const } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  }
  // Notices are the user's own.
  if (feature === 'notices') return call('GET /api/me/notices', { query, ...rest })
  if (feature === 'moments') {
    // The user's own in any chat; an open customer adds which of them they may see.
    const seenBy = subject.kind === 'contact' ? { externalUserId: subject.externalUserId } : {}
    return call('GET /api/me/moments', { query: { ...query, ...seenBy }, ...rest })
  }
  if (subject.kind === 'contact') {
    const params = { externalUserId: subject.externalUserId }
    return call(`GET /api/contacts/:externalUserId/${feature}`, { params, query, ...rest })
  }
  if (subject.kind === 'chat') {
    const inChat = feature === 'pushes' ? feature : 'group-sops'
    return call(`GET /api/chats/:chatId/${inChat}`, { params: { chatId: subject.chatId }, query, ...rest })
  }
  if (feature === 'pushes') throw new TypeError('a push belongs to a chat')
  return call(`GET /api/me/${feature}`, { query, ...rest })
}
