import type { ListQuery, MomentList, StatusFilter, WorkList } from '#contract/work'
import { call } from '../api/call.ts'
import { keyOf } from '../subject/key-of.ts'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'
import { together } from './together.ts'

/** The rows of one feature; moments bring a summary of the whole company. */
export type Listing = WorkList & { summary?: MomentList['summary'] }

interface Options {
  status?: ListQuery['status']
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

/** The key under which sheets report what they have changed. */
export const changesKey = (subject: Subject): string[] => ['changed', keyOf(subject)]

/** Asks the BFF for one feature's rows of one subject; their first page together with the board's other parts. */
export function readWork(subject: Subject, feature: Feature, options: Options = {}): Promise<Listing> {
  const { status = 'open', cursor, isAlone = false, ...rest } = options
  const alone = () => readAlone(subject, feature, { status, ...(cursor === undefined ? {} : { cursor }), ...rest })
  return isAlone || status !== 'open' || cursor !== undefined ? alone() : together(subject, feature, alone, rest)
}

async function readAlone(subject: Subject, feature: Feature, options: Options): Promise<Listing> {
  const { status = 'open', cursor, signal, refresh } = options
  const rest = { ...(signal ? { signal } : {}), ...(refresh ? { refresh } : {}) }
  const query = { status, ...(cursor === undefined ? {} : { cursor }) }
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
