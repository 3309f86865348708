import { boards, type BoardCall, type BoardPart } from '#contract/board'
import type { Call } from '#contract/endpoint'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { lineOf, sendLines } from './board-lines.ts'
import { parse, type Caller, type Calls } from './route.ts'

/** What a board is about; neither is the caller's own. */
export interface Subject {
  externalUserId?: string
  chatId?: string
}

export interface BoardDeps {
  calls: Calls
  /** Refuses a whole board, before any part of it is asked for. @throws not_a_follower, not_a_chat_member */
  authorise(subject: Subject, caller: Caller): Promise<unknown>
  /** Whether this caller's board has what this call answers. */
  isPart(request: FastifyRequest, call: Call): boolean
}

/** Each part of a board as its single call answers it, all asked at the same time. */
export function linesOf(parts: Partial<Record<BoardPart, Call>>, subject: Subject, calls: Calls, caller: Caller) {
  const given = { params: subject, query: subject, body: undefined }
  return Object.entries(parts).map(([part, call]) =>
    lineOf(part as BoardPart, calls.answer(call, given, caller), caller),
  )
}

/** Serves the boards but that of a friend, which only the page that 企客聊 opens may ask for. */
export function registerBoards(app: FastifyInstance, { calls, authorise, isPart }: BoardDeps): void {
  const { 'GET /api/friends/:friendId/board': _ofFriend, ...usual } = boards
  for (const [board, { parts, ...schemas }] of Object.entries(usual)) {
    const [, url = ''] = (board as BoardCall).split(' ')
    const params = 'params' in schemas ? schemas.params : undefined
    app.get(url, async (request: FastifyRequest, reply: FastifyReply) => {
      const subject = (parse('params', params, request.params) ?? {}) as Subject
      const caller = calls.callerOf(request, reply)
      await authorise(subject, caller)
      const theirs = Object.fromEntries(Object.entries(parts).filter(([, call]) => isPart(request, call)))
      return sendLines(reply, linesOf(theirs, subject, calls, caller))
    })
  }
}
