import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Friend } from './session.ts'

type Asked = Pick<FastifyRequest, 'method' | 'params'> & { routeOptions: { url?: string | undefined } }

const board = '/api/friends/:friendId/board'
const contact = '/api/contacts/:externalUserId'
/** About other customers. */
const aboutOthers = `${contact}/link-candidates`

const Subject = z.object({ friendId: z.string().optional(), externalUserId: z.string().optional() })

/** Only a bearer opens these. */
export const isForBearers = ({ routeOptions: { url = '' } }: Asked): boolean => url.startsWith('/api/friends/')

/** Whether a bearer opens this call: it reads what is about its friend, or the contact that the friend is linked to. */
export function isOpenTo({ friendId, externalUserId }: Friend, { method, params, routeOptions }: Asked): boolean {
  const { url = '' } = routeOptions
  const { data: subject } = Subject.safeParse(params)
  if (method !== 'GET' || !subject) return false
  if (url === board) return subject.friendId === friendId
  const isOfContact = url === contact || (url.startsWith(`${contact}/`) && url !== aboutOthers)
  return isOfContact && externalUserId !== null && subject.externalUserId === externalUserId
}
