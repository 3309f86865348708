import { Readable } from 'node:stream'
import { boards, type BoardCall, type BoardLine, type BoardPart } from '#contract/board'
import type { Call } from '#contract/endpoint'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { toProblem } from '../errors.ts'
import { logFailure } from '../logging/log-failure.ts'
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
}

async function* inOrderOfArrival<T>(answers: readonly Promise<T>[]): AsyncGenerator<T> {
  const waiting = new Map(answers.map((answer, index) => [index, answer.then((value) => ({ index, value }))]))
  while (waiting.size > 0) {
    const { index, value } = await Promise.race(waiting.values())
    waiting.delete(index)
    yield value
  }
}

/** Serves the boards: each part is its single call, asked at the same time and sent as soon as it has answered. */
export function registerBoards(app: FastifyInstance, { calls, authorise }: BoardDeps): void {
  async function lineOf(part: BoardPart, call: Call, subject: Subject, caller: Caller): Promise<string> {
    const answer = calls.answer(call, { params: subject, query: subject, body: undefined }, caller)
    const line: Omit<BoardLine, 'part'> = await answer.then(
      (body) => ({ status: 200, body }),
      (error: unknown) => {
        logFailure(caller.log, error)
        const problem = toProblem(error, caller.requestId)
        return { status: problem.status, body: problem }
      },
    )
    return `${JSON.stringify({ part, ...line })}\n`
  }

  for (const [board, { parts, ...schemas }] of Object.entries(boards)) {
    const [, url = ''] = (board as BoardCall).split(' ')
    const params = 'params' in schemas ? schemas.params : undefined
    app.get(url, async (request: FastifyRequest, reply: FastifyReply) => {
      const subject = (parse('params', params, request.params) ?? {}) as Subject
      const caller = calls.callerOf(request, reply)
      await authorise(subject, caller)
      const lines = Object.entries(parts).map(([part, call]) => lineOf(part as BoardPart, call, subject, caller))
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .header('cache-control', 'no-store, no-transform')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(inOrderOfArrival(lines)))
    })
  }
}
