import { boards } from '#contract/board'
import { ListQuery, TodoList, type WorkList } from '#contract/work'
import type { Todo } from '#contract/todo'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { abortable } from '../concurrency/abortable.ts'
import { linesOf } from './board.ts'
import { lineOf, sendLines } from './board-lines.ts'
import type { Caller, Calls } from './route.ts'

export interface Beside {
  friendId: string
  /** The contact that the friend was linked to when the page was opened, and whom the caller followed. */
  externalUserId: string | null
}

export interface FriendBoardDeps {
  /** Beside whom the caller has opened the page. @throws unauthenticated */
  besideOf(request: FastifyRequest): Beside
  /** The contact that the friend is linked to and the caller follows now. */
  contactOf(friendId: string, caller: Pick<Caller, 'staff' | 'signal' | 'refresh'>): Promise<string | null>
  /** Those of this friend that are addressed to the caller. */
  todosOf(friendId: string, asked: Caller & { query: ListQuery }): Promise<unknown>
}

const call = 'GET /api/friends/:friendId/board'

/** Serves the board of a friend of 企客聊: the contact's whole board while the caller follows it, otherwise the caller's own todos. */
export function registerFriendBoard(app: FastifyInstance, calls: Calls, deps: FriendBoardDeps): void {
  const { besideOf, contactOf, todosOf } = deps
  const { parts } = boards[call]

  async function todos(friendId: string, caller: Caller): Promise<WorkList<Todo>> {
    const query = ListQuery.parse({})
    return TodoList.parse(await abortable(todosOf(friendId, { ...caller, query }), caller.signal))
  }

  const [, url = ''] = call.split(' ')
  app.get(url, async (request, reply) => {
    const { friendId, externalUserId } = besideOf(request)
    const caller = calls.callerOf(request, reply)
    const now = externalUserId === null ? null : await contactOf(friendId, caller)
    // Linked to somebody else since: what the page was opened for is over.
    const isStill = externalUserId !== null && now === externalUserId
    const lines = isStill
      ? linesOf(parts, { externalUserId }, calls, caller)
      : [lineOf('todos', todos(friendId, caller), caller)]
    return sendLines(reply, lines)
  })
}
