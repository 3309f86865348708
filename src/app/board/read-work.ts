import type { ListQuery, WorkList } from '#contract/work'
import { call } from '../api.ts'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from './features.ts'

interface Options {
  status?: ListQuery['status']
  cursor?: string
  signal?: AbortSignal
  refresh?: boolean
}

/** Asks the BFF for one feature's rows of one subject. */
export async function readWork(subject: Subject, feature: Feature, options: Options = {}): Promise<WorkList> {
  const { status = 'open', cursor, ...rest } = options
  const query = { status, ...(cursor === undefined ? {} : { cursor }) }
  if (subject.kind === 'me') return call(`GET /api/me/${feature}`, { query, ...rest })
  if (subject.kind === 'contact') {
    const params = { externalUserId: subject.externalUserId }
    return call(`GET /api/contacts/:externalUserId/${feature}`, { params, query, ...rest })
  }
  return call('GET /api/chats/:chatId/group-sops', { params: { chatId: subject.chatId }, query, ...rest })
}
