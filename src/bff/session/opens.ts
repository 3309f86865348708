import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { BoardCall } from '#contract/board'
import type { Call } from '#contract/endpoint'
import type { PictureCall } from '#contract/picture'
import type { Friend } from './session.ts'

type Asked = Pick<FastifyRequest, 'method' | 'params'> & { routeOptions: { url?: string | undefined } }

const board = 'GET /api/friends/:friendId/board'

/** All that a bearer opens: what is only read, and about no other customer. A call that is not named here is closed. */
const opened: ReadonlySet<string> = new Set<Call | BoardCall | PictureCall>([
  board,
  'GET /api/contacts/:externalUserId',
  'GET /api/contacts/:externalUserId/board',
  'GET /api/contacts/:externalUserId/todos',
  'GET /api/contacts/:externalUserId/field-tasks',
  'GET /api/contacts/:externalUserId/group-sops',
  'GET /api/contacts/:externalUserId/order-tasks',
  'GET /api/contacts/:externalUserId/orders',
  'GET /api/contacts/:externalUserId/orders/:orderId',
  'GET /api/contacts/:externalUserId/orders/:orderId/items/:index/picture',
  'GET /api/contacts/:externalUserId/pushes',
  'GET /api/contacts/:externalUserId/pushes/:pushId',
  'GET /api/contacts/:externalUserId/pushes/:pushId/pieces/:key/picture',
])

const Subject = z.object({ friendId: z.string().optional(), externalUserId: z.string().optional() })

/** Only a bearer opens these. */
export const isForBearers = ({ routeOptions: { url = '' } }: Asked): boolean => url.startsWith('/api/friends/')

/** Whether a bearer opens this call for somebody. */
export const isForFriends = (call: string): boolean => opened.has(call)

/** Whether a bearer opens this call: it reads what is about its friend, or the contact that the friend is linked to. */
export function isOpenTo({ friendId, externalUserId }: Friend, { method, params, routeOptions }: Asked): boolean {
  const call = `${method} ${routeOptions.url ?? ''}`
  const { data: subject } = Subject.safeParse(params)
  if (!subject || !isForFriends(call)) return false
  if (call === board) return subject.friendId === friendId
  return externalUserId !== null && subject.externalUserId === externalUserId
}
