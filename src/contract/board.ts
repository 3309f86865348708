import { z } from 'zod'
import type { Call } from '#contract/endpoint'
import { endpoints } from '#contract/endpoint'
import { SourceKey } from '#contract/id'

/** What a board is made of: each part as the single call of `boards` answers it. */
export const BoardPart = z.enum([
  'card',
  'todos',
  'field-tasks',
  'group-sops',
  'pushes',
  'moments',
  'notices',
  'order-tasks',
])
export type BoardPart = z.infer<typeof BoardPart>

/**
 * One line of a board, which is `application/x-ndjson`: parts in the order in which they were ready, each once, no line longer
 * than 1 MB. What is missing when the answer ends is asked by its single call.
 */
export const BoardLine = z.strictObject({
  part: BoardPart,
  /** As the single call would answer; the body of any other than 200 is a Problem. */
  status: z.int(),
  body: z.unknown(),
})
export type BoardLine = z.infer<typeof BoardLine>

interface Board {
  params?: z.ZodObject
  parts: Partial<Record<BoardPart, Call>>
}

const { params: contact } = endpoints['GET /api/contacts/:externalUserId']
const { params: chat } = endpoints['GET /api/chats/:chatId']

const contactParts = {
  card: 'GET /api/contacts/:externalUserId',
  todos: 'GET /api/contacts/:externalUserId/todos',
  'field-tasks': 'GET /api/contacts/:externalUserId/field-tasks',
  'group-sops': 'GET /api/contacts/:externalUserId/group-sops',
  pushes: 'GET /api/contacts/:externalUserId/pushes',
  moments: 'GET /api/me/moments',
  'order-tasks': 'GET /api/contacts/:externalUserId/order-tasks',
} as const

/** Without the user's own, which nobody sees who is not signed in. */
const { moments: _ownMoments, ...friendParts } = contactParts

/**
 * Everything that one board shows first, in one question: the first page of what is open, and the card. Who may not see the
 * subject gets a plain Problem and no line. A line never changes the status of the whole: it is 200 from the first one on.
 */
export const boards = {
  'GET /api/contacts/:externalUserId/board': {
    params: contact,
    parts: contactParts,
  },
  'GET /api/chats/:chatId/board': {
    params: chat,
    parts: {
      card: 'GET /api/chats/:chatId',
      'group-sops': 'GET /api/chats/:chatId/group-sops',
      pushes: 'GET /api/chats/:chatId/pushes',
    },
  },
  'GET /api/me/board': {
    parts: {
      notices: 'GET /api/me/notices',
      todos: 'GET /api/me/todos',
      'field-tasks': 'GET /api/me/field-tasks',
      'group-sops': 'GET /api/me/group-sops',
      moments: 'GET /api/me/moments',
      'order-tasks': 'GET /api/me/order-tasks',
    },
  },
  /**
   * What is about a friend of 企客聊, for the bearer of that friend alone (docs/qikeliao.md): what is of the contact that they
   * are linked to, while the caller follows it; otherwise `todos` alone, those of this friend that are addressed to the caller.
   */
  'GET /api/friends/:friendId/board': { params: z.object({ friendId: SourceKey }), parts: friendParts },
} as const satisfies Record<`GET /api/${string}/board`, Board>

export type BoardCall = keyof typeof boards
